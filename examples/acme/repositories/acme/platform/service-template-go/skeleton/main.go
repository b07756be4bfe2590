package main

import (
	"log/slog"
	"net/http"
)

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	slog.Info("listening", "service", "${{ values.name }}", "addr", ":8080")
	slog.Error("stopped", "err", http.ListenAndServe(":8080", mux))
}
