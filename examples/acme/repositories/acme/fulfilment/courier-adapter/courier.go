package courier

import "context"

// Courier is somebody who carries parcels for us.
type Courier interface {
	Name() string
	Book(ctx context.Context, p Parcel) (Booking, error)
	Track(ctx context.Context, number string) ([]Step, error)
}

// Parcel, Booking and Step are what every courier understands, once translated.
type (
	Parcel  struct{ Number, Postcode, Country string }
	Booking struct{ Number string }
	Step    struct{ At, Text string }
)
