package httpx

// Page is a window on a list.
type Page struct{ Limit, Offset int }

// defaultPageSize is what the contracts state.
const defaultPageSize = 20

// PageOf reads the page and pageSize parameters, which the contract has
// already bounded; nil means the default.
func PageOf(page, size *int) Page {
	p, n := 1, defaultPageSize
	if page != nil {
		p = *page
	}
	if size != nil {
		n = *size
	}
	return Page{Limit: n, Offset: (p - 1) * n}
}
