// Package seed loads the data under seeds/ through the services, so that every
// rule holds for it as for everybody's. Reference data (standards) may be
// loaded anywhere; demo data is refused unless the configuration says "demo"
// or "test".
//
// Invariant: loading again changes nothing. What is there is known by its
// natural name (title, phone number, question number), so a load that was
// interrupted goes on where it ended.
package seed
