package basket

// Basket is a set of lines by SKU.
type Basket struct {
	Lines map[string]int
}

// Merge joins b into a: the larger quantity wins, nothing is removed.
func Merge(a, b Basket) Basket {
	for sku, n := range b.Lines {
		a.Lines[sku] = max(a.Lines[sku], n)
	}
	return a
}
