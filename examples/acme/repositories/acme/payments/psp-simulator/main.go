package main

import (
	"flag"
	"fmt"
)

func main() {
	mood := flag.String("mood", "normal", "kind, normal, grumpy or monday")
	flag.Parse()
	fmt.Println("simulating a payment provider, mood:", *mood)
}
