package ranking

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"

	"jiangxun/internal/platform/redisx"
)

// boards are sorted sets in Redis, one a mock exam. Each holds the built mark,
// a member below all people: a set without it is not a board but what a lost
// one left, and has to be built.
type boards struct{ redis redisx.Client }

const (
	built      = "built"
	builtScore = -1
	// A board is built anew after a while, however well it seems to be.
	keepFor = 30 * 24 * time.Hour
	chunk   = 1000
)

func key(mock uuid.UUID) string { return "ranking:{mock:" + mock.String() + "}" }

// view is what one person sees of a board.
type view struct {
	total int
	top   []Entry
	mine  *Entry
}

// look reads a board in one round trip; false when it has to be built.
func (b boards) look(ctx context.Context, mock, account uuid.UUID) (view, bool, error) {
	k, me := key(mock), account.String()
	pipe := b.redis.Pipeline()
	mark := pipe.ZScore(ctx, k, built)
	count := pipe.ZCard(ctx, k)
	top := pipe.ZRevRangeWithScores(ctx, k, 0, Top-1)
	rank := pipe.ZRevRank(ctx, k, me) // WITHSCORE is younger than the servers in use
	score := pipe.ZScore(ctx, k, me)
	if _, err := pipe.Exec(ctx); err != nil && !redisx.IsNil(err) {
		return view{}, false, err
	}
	if redisx.IsNil(mark.Err()) {
		return view{}, false, nil
	}
	v := view{total: int(count.Val()) - 1}
	for i, z := range top.Val() {
		member, _ := z.Member.(string)
		if id, err := uuid.Parse(member); err == nil {
			v.top = append(v.top, entryOf(i+1, id, z.Score))
		}
	}
	if rank.Err() == nil && score.Err() == nil {
		e := entryOf(int(rank.Val())+1, account, score.Val())
		v.mine = &e
	}
	return v, true, nil
}

// build writes a whole board: aside first, then merged into what stands there,
// the higher score winning, so that news that arrives meanwhile stays. The mark
// goes in first: whenever Redis is emptied on the way, it is lost with the rest
// and what remains is no board.
func (b boards) build(ctx context.Context, mock uuid.UUID, list []best) error {
	k := key(mock)
	aside := k + ":" + uuid.NewString()
	members := make([]redis.Z, 0, len(list)+1)
	members = append(members, redis.Z{Score: builtScore, Member: built})
	for _, one := range list {
		members = append(members, redis.Z{Score: one.score(), Member: one.account.String()})
	}
	for part := range slices.Chunk(members, chunk) {
		pipe := b.redis.TxPipeline()
		pipe.ZAdd(ctx, aside, part...)
		pipe.Expire(ctx, aside, buildWait)
		if _, err := pipe.Exec(ctx); err != nil {
			return err
		}
	}
	pipe := b.redis.TxPipeline()
	pipe.ZUnionStore(ctx, k, &redis.ZStore{Keys: []string{k, aside}, Aggregate: "MAX"})
	pipe.Expire(ctx, k, keepFor)
	pipe.Del(ctx, aside)
	_, err := pipe.Exec(ctx)
	return err
}

// put sets one person's place, and take removes it.
func (b boards) put(ctx context.Context, mock uuid.UUID, one best) error {
	return b.redis.ZAdd(ctx, key(mock), redis.Z{Score: one.score(), Member: one.account.String()}).Err()
}

func (b boards) take(ctx context.Context, mock, account uuid.UUID) error {
	return b.redis.ZRem(ctx, key(mock), account.String()).Err()
}
