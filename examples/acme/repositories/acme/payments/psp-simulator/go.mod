module gitlab.example.com/acme/payments/psp-simulator

go 1.25
