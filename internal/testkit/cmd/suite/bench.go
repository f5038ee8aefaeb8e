package main

import "context"

func (s *suite) bench(ctx context.Context) error { return nil }
