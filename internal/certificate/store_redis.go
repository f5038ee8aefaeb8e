package certificate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/redis/go-redis/v9"
)

// door counts public look-ups of one address in a window. Losing the counts
// costs nothing but the limit of the moment.
type door struct{ redis redis.UniversalClient }

// window is the time over which look-ups are counted.
const window = time.Minute

// knock counts one look-up and tells how many the address made in this window.
func (d door) knock(ctx context.Context, ip, what string) (int, error) {
	hidden := sha256.Sum256([]byte(ip))
	key := "certificate:{" + hex.EncodeToString(hidden[:8]) + "}:" + what
	pipe := d.redis.TxPipeline()
	count := pipe.Incr(ctx, key)
	pipe.ExpireNX(ctx, key, window)
	if _, err := pipe.Exec(ctx); err != nil {
		return 0, err
	}
	return int(count.Val()), nil
}
