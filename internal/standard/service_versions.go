package standard

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/actor"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/standard/tables"
)

// edit changes a level's tables by hand: under the level's lock, with a version
// of what comes out. The reason is made by the program, never by the client.
func (s *Service) edit(ctx context.Context, levelID uuid.UUID, reason string, do func(tx postgres.Tx, now time.Time) error) error {
	now := s.clock.Now()
	return postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.lockLevel(ctx, tx, levelID); err != nil {
			return err
		}
		if err := s.baseline(ctx, tx, levelID, now); err != nil {
			return err
		}
		if err := do(tx, now); err != nil {
			return err
		}
		_, err := s.record(ctx, tx, Version{LevelID: levelID, Kind: VersionEdit, Reason: reason, CreatedAt: now})
		return err
	})
}

// snapshot reads a level's tables as they stand.
func (s *Service) snapshot(ctx context.Context, q postgres.Q, levelID uuid.UUID) (tables.Snapshot, error) {
	shot := tables.Snapshot{Theory: []tables.Weight{}, Skill: []tables.Weight{}, Elements: []tables.Element{}}
	rows, err := s.store.listWeightRows(ctx, q, levelID, "")
	if err != nil {
		return shot, err
	}
	for _, r := range rows {
		w := tables.Weight{ID: r.ID, Group: r.Group, Name: r.Name, Percent: r.Percent}
		if r.Part == Theory {
			shot.Theory = append(shot.Theory, w)
		} else {
			shot.Skill = append(shot.Skill, w)
		}
	}
	elements, err := s.store.listElements(ctx, q, levelID)
	for _, e := range elements {
		shot.Elements = append(shot.Elements, tables.Element{
			ID: e.ID, RowID: e.WeightRowID, Path: e.Path, Name: e.Name, Importance: e.Importance, Weight: e.Weight, Page: e.Page,
		})
	}
	return shot, err
}

// baseline keeps what stood there before versions were kept.
func (s *Service) baseline(ctx context.Context, tx postgres.Tx, levelID uuid.UUID, now time.Time) error {
	number, _, err := s.store.findLastVersion(ctx, tx, levelID)
	if err != nil || number > 0 {
		return err
	}
	shot, err := s.snapshot(ctx, tx, levelID)
	if err != nil || shot.Empty() {
		return err
	}
	return s.store.insertVersion(ctx, tx, Version{
		ID: uuid.Must(uuid.NewV7()), LevelID: levelID, Number: 1, Kind: VersionBaseline, CreatedAt: now, Content: shot,
	}, uuid.Nil)
}

// record keeps the present state as a version, unless it is the last one's; it
// gives the number of the version that holds the present state.
func (s *Service) record(ctx context.Context, tx postgres.Tx, v Version) (int, error) {
	number, digest, err := s.store.findLastVersion(ctx, tx, v.LevelID)
	if err != nil {
		return 0, err
	}
	if v.Content, err = s.snapshot(ctx, tx, v.LevelID); err != nil {
		return 0, err
	}
	if bytes.Equal(digest, v.Content.Digest()) || number == 0 && v.Content.Empty() {
		return number, nil
	}
	who := actor.From(ctx)
	v.ID, v.Number, v.AuthorName = uuid.Must(uuid.NewV7()), number+1, who.Name
	return v.Number, s.store.insertVersion(ctx, tx, v, who.ID)
}

// ListVersions gives one page of a level's versions, the latest first, without
// their content.
func (s *Service) ListVersions(ctx context.Context, levelID uuid.UUID, limit, offset int) ([]Version, int, error) {
	if _, err := s.VisibleLevel(ctx, levelID); err != nil {
		return nil, 0, err
	}
	return s.store.listVersions(ctx, s.db, levelID, limit, offset)
}

// Version gives one version of a level's tables with its content.
func (s *Service) Version(ctx context.Context, levelID uuid.UUID, number int) (Version, error) {
	if _, err := s.VisibleLevel(ctx, levelID); err != nil {
		return Version{}, err
	}
	return s.store.getVersion(ctx, s.db, levelID, number)
}

// CompareVersions tells two versions of a level's tables apart. From 0 is the
// empty state before the first.
func (s *Service) CompareVersions(ctx context.Context, levelID uuid.UUID, from, to int) (Comparison, error) {
	var c Comparison
	var err error
	if c.To, err = s.Version(ctx, levelID, to); err != nil {
		return c, err
	}
	if from > 0 {
		if c.From, err = s.Version(ctx, levelID, from); err != nil {
			return c, err
		}
	}
	c.Changes = tables.Diff(c.From.Content, c.To.Content)
	return c, nil
}
