package httpx

// Value reads an optional field or parameter; absent is the zero value.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// Optional makes an optional field of a value; the zero value is left out.
func Optional[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// Each shapes a list; of none it makes an empty JSON array.
func Each[A, B any](list []A, shape func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = shape(a)
	}
	return out
}

// List is the list itself, with an empty JSON array for none.
func List[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
