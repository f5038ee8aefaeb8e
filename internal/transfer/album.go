package transfer

import (
	"context"
	"crypto/sha256"
	"slices"

	"github.com/google/uuid"

	"jiangxun/internal/bank"
	"jiangxun/internal/bank/exchange"
	"jiangxun/internal/bank/question"
	"jiangxun/internal/fault"
)

// album finds the bank's pictures for those of a file.
type album struct {
	byContent map[[sha256.Size]byte]outcome
	byName    map[string]bank.Picture // for files that name pictures without holding them
}

type outcome struct {
	id    uuid.UUID
	fault error
}

// addPictures stores the pictures of some items, each once.
func (s *Service) addPictures(ctx context.Context, levelID uuid.UUID, items []exchange.Item) (album, error) {
	a := album{byContent: map[[sha256.Size]byte]outcome{}}
	var list []bank.NewPicture
	var sums [][sha256.Size]byte
	var names []string
	for _, item := range items {
		for _, p := range item.Pictures {
			if len(p.Data) == 0 {
				names = append(names, p.Name)
				continue
			}
			sum := sumOf(p)
			if _, seen := a.byContent[sum]; !seen {
				a.byContent[sum] = outcome{}
				list, sums = append(list, bank.NewPicture{Name: p.Name, Data: p.Data}), append(sums, sum)
			}
		}
	}
	var err error
	if a.byName, err = s.bank.PictureNames(ctx, levelID, names); err != nil || len(list) == 0 {
		return a, err
	}
	stored, faults, err := s.bank.AddPictures(ctx, levelID, list)
	if err != nil {
		return a, err
	}
	for i, sum := range sums {
		a.byContent[sum] = outcome{id: stored[i].ID, fault: faults[i]}
	}
	return a, nil
}

func sumOf(p exchange.Picture) [sha256.Size]byte {
	return sha256.Sum256(append([]byte(p.Name+"\x00"), p.Data...))
}

// give lists the ids of an item's pictures in their order. Pictures that are
// missing or cannot be used reject the item.
func (a album) give(item *exchange.Item) []uuid.UUID {
	var ids []uuid.UUID
	for _, p := range item.Pictures {
		name := bounded(question.Legible(p.Name), 60)
		var got outcome
		if len(p.Data) == 0 {
			if got.id = a.byName[bank.PictureName(p.Name)].ID; got.id != uuid.Nil {
				found(item, p.Name)
			}
		} else {
			got = a.byContent[sumOf(p)]
		}
		switch {
		case got.fault != nil:
			item.Reject("图片", exchange.SubPictureForm, fault.Params{"name": name})
		case got.id == uuid.Nil:
			a.miss(item, name)
		}
		ids = append(ids, got.id)
	}
	return known(ids)
}

// found takes back that a picture is missing: the bank has it.
func found(item *exchange.Item, name string) {
	item.Notes = slices.DeleteFunc(item.Notes, func(n Note) bool { return n.Sub == exchange.SubPictureMissing && n.Params["name"] == name })
}

// miss says once that a picture is missing.
func (a album) miss(item *exchange.Item, name string) {
	for i, n := range item.Notes {
		if n.Sub == exchange.SubPictureMissing && n.Params["name"] == name {
			item.Notes[i].Warning = false
			return
		}
	}
	item.Reject("图片", exchange.SubPictureMissing, fault.Params{"name": name})
}

// known keeps the order of pictures; an item with a missing one is rejected,
// so that its numbers matter no more.
func known(ids []uuid.UUID) []uuid.UUID {
	kept := ids[:0]
	for _, id := range ids {
		if id != uuid.Nil {
			kept = append(kept, id)
		}
	}
	return kept
}
