package config

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/knadh/koanf/parsers/toml/v2"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/rawbytes"
	"github.com/knadh/koanf/v2"

	"jiangxun/configs"
)

const prefix = "JIANGXUN_"

// Load reads the defaults, then the files in order, then environ (as from
// os.Environ). The result is checked; every fault is named in the error.
func Load(files []string, environ []string) (Config, error) {
	k := koanf.New(".")
	if err := k.Load(rawbytes.Provider(configs.Default), toml.Parser()); err != nil {
		return Config{}, fmt.Errorf("read default configuration: %w", err)
	}
	known := map[string]bool{}
	for _, key := range k.Keys() {
		known[key] = true
	}
	for _, file := range files {
		if err := loadFile(k, file, known); err != nil {
			return Config{}, err
		}
	}
	if err := loadEnvironment(k, environ, known); err != nil {
		return Config{}, err
	}
	var c Config
	if err := k.UnmarshalWithConf("", &c, koanf.UnmarshalConf{Tag: "koanf"}); err != nil {
		return Config{}, fmt.Errorf("read configuration: %w", err)
	}
	return c, c.check()
}

func loadFile(k *koanf.Koanf, file string, known map[string]bool) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read configuration: %w", err)
	}
	layer := koanf.New(".")
	if err := layer.Load(rawbytes.Provider(text), toml.Parser()); err != nil {
		return fmt.Errorf("read configuration %s: %w", file, err)
	}
	for _, key := range layer.Keys() {
		if !known[key] {
			return fmt.Errorf("configuration %s: unknown key %q", file, key)
		}
	}
	return k.Merge(layer)
}

func loadEnvironment(k *koanf.Koanf, environ []string, known map[string]bool) error {
	var unknown []string
	transform := func(name, value string) (string, any) {
		key := strings.ToLower(strings.TrimPrefix(name, prefix))
		key = strings.ReplaceAll(key, "__", ".")
		if base, ok := strings.CutSuffix(key, "_file"); ok && known[base] {
			text, err := os.ReadFile(value)
			if err != nil {
				unknown = append(unknown, fmt.Sprintf("%s: %v", name, err))
				return "", nil
			}
			return base, strings.TrimSpace(string(text))
		}
		if !known[key] {
			// Switches of the demo launcher and the tests are not configuration.
			if !strings.HasPrefix(name, prefix+"DEMO_") && !strings.HasPrefix(name, prefix+"TEST_") && !strings.HasPrefix(name, prefix+"E2E_") {
				unknown = append(unknown, fmt.Sprintf("unknown key %s", name))
			}
			return "", nil
		}
		if _, list := k.Get(key).([]any); list {
			return key, strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
		}
		return key, value
	}
	provider := env.Provider(".", env.Opt{Prefix: prefix, TransformFunc: transform, EnvironFunc: func() []string { return environ }})
	if err := k.Load(provider, nil); err != nil {
		return fmt.Errorf("read environment: %w", err)
	}
	if len(unknown) > 0 {
		return fmt.Errorf("read environment: %s", strings.Join(unknown, "; "))
	}
	return nil
}

// sampleMark stands at the start of every key that the demo uses, so that
// production can tell them.
const sampleMark = "SAMPLE"

// SampleKey makes a demo key: 32 bytes that start with the sample mark.
func SampleKey(name string) string {
	var key [32]byte
	copy(key[:], sampleMark+name)
	return base64.StdEncoding.EncodeToString(key[:])
}

func (c Config) check() error {
	var faults []error
	refuse := func(bad bool, text string) {
		if bad {
			faults = append(faults, errors.New(text))
		}
	}
	refuse(c.Env != Production && c.Env != Demo && c.Env != Test, `env must be "production", "demo" or "test"`)
	refuse(c.Postgres.DSN == "", "postgres.dsn is missing (JIANGXUN_POSTGRES__DSN)")
	refuse(len(c.Redis.Addrs) == 0, "redis.addrs is missing (JIANGXUN_REDIS__ADDRS)")
	refuse(c.Keys.Sealing == "", "keys.sealing is missing (JIANGXUN_KEYS__SEALING)")
	refuse(c.Keys.Index == "", "keys.index is missing (JIANGXUN_KEYS__INDEX)")
	refuse(c.Keys.Receipt == "", "keys.receipt is missing (JIANGXUN_KEYS__RECEIPT)")
	public, err := url.Parse(c.HTTP.PublicURL)
	refuse(err != nil || public.Host == "" || public.Path != "", "http.public_url must be like https://host, without a path")
	refuse(c.SMS.Provider != "none" && c.SMS.Provider != "console", `sms.provider must be "none" or "console"`)
	refuse(c.Jobs.PollMilliseconds < 20 || c.Jobs.Parallel < 1, "jobs.poll_milliseconds must be ≥ 20 and jobs.parallel ≥ 1")
	refuse(c.Postgres.MaxConnections < 4 || c.Postgres.SaveConnections < 1, "postgres.max_connections must be ≥ 4, save_connections ≥ 1")
	if c.Env == Production {
		faults = append(faults, c.productionFaults()...)
	}
	return errors.Join(faults...)
}

// productionFaults lists what may exist in a demo only.
func (c Config) productionFaults() []error {
	var faults []error
	refuse := func(bad bool, text string) {
		if bad {
			faults = append(faults, errors.New(text))
		}
	}
	for name, key := range map[string]string{"sealing": c.Keys.Sealing, "index": c.Keys.Index, "receipt": c.Keys.Receipt} {
		refuse(isSample(key), "keys."+name+" is a sample key, which production refuses")
	}
	refuse(c.WeChat.BaseURL != "" || c.WeChat.OpenBase != "", "wechat.base_url and open_base point at a simulator, which production refuses")
	refuse(c.SMS.Provider == "console" || c.SMS.RelayURL != "", `sms.provider "console" is for the demo; production refuses it`)
	refuse(!strings.HasPrefix(c.HTTP.PublicURL, "https://"), "http.public_url must be https in production")
	return faults
}

func isSample(ring string) bool {
	for entry := range strings.SplitSeq(ring, ",") {
		if _, after, ok := strings.Cut(entry, ":"); ok {
			entry = after
		}
		raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(entry))
		if err == nil && strings.HasPrefix(string(raw), sampleMark) {
			return true
		}
	}
	return false
}
