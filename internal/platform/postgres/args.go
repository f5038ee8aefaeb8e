package postgres

import (
	"github.com/google/uuid"
	"github.com/lib/pq"
)

// NullID gives uuid.Nil as SQL null (and as JSON null).
func NullID(id uuid.UUID) uuid.NullUUID { return uuid.NullUUID{UUID: id, Valid: id != uuid.Nil} }

// NullText gives an empty text as SQL null, which filters read as "any".
func NullText(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// IDs gives ids as an array, an empty one for none.
func IDs(ids []uuid.UUID) any { return pq.Array(List(ids)) }

// NullIDs is IDs, but gives nil as SQL null, which filters read as "all".
func NullIDs(ids []uuid.UUID) any {
	if ids == nil {
		return nil
	}
	return IDs(ids)
}

// List gives an empty list for nil, for columns that are not null.
func List[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
