package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
)

// options are the switches of the launcher; the product's own configuration
// comes from the environment as always.
type options struct {
	dir           string // everything that is kept
	root          string // where deps/node_modules is looked for
	port          int
	simulatorPort int
	dsn, redis    string // set: real services, none is started
	wechatAppID   string // set: a real account, no simulator behind the product
}

const (
	defaultPort          = 8080
	defaultSimulatorPort = 8081
)

func readOptions(getenv func(string) string) (o options, err error) {
	o = options{dsn: getenv("JIANGXUN_POSTGRES__DSN"), redis: getenv("JIANGXUN_REDIS__ADDRS"), wechatAppID: getenv("JIANGXUN_WECHAT__APP_ID")}
	if o.dir = getenv("JIANGXUN_DEMO_DIR"); o.dir == "" {
		o.dir = ".data"
	}
	if o.dir, err = filepath.Abs(o.dir); err != nil {
		return o, err
	}
	if o.root, err = findRoot(); err != nil {
		return o, err
	}
	if o.port, err = readPort(getenv, "JIANGXUN_DEMO_PORT", defaultPort); err != nil {
		return o, err
	}
	o.simulatorPort, err = readPort(getenv, "JIANGXUN_DEMO_SIMULATOR_PORT", defaultSimulatorPort)
	return o, err
}

func readPort(getenv func(string) string, name string, fallback int) (int, error) {
	text := getenv(name)
	if text == "" {
		return fallback, nil
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 1 || port > 65535 {
		return 0, fmt.Errorf("%s=%q 不是端口号 / is not a port", name, text)
	}
	return port, nil
}

// findRoot is the checkout: the working directory, or the folder above the
// program's own (bin/demo).
func findRoot() (string, error) {
	if _, err := os.Stat("deps/package.json"); err == nil {
		return os.Getwd()
	}
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	return filepath.Dir(filepath.Dir(program)), nil
}

// address is how a browser on this machine reaches a port. Not "localhost":
// the simulator and the product share cookies by host name.
func address(port int) string {
	return "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
}
