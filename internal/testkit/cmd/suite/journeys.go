package main

import "context"

func (s *suite) journeys(ctx context.Context) tally { return tally{} }
