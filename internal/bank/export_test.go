package bank

// Tokens is what the search index knows of a text.
func Tokens(text string) []string { return tokens(text) }
