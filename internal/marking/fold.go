package marking

import "cmp"

// Event is one change of one answer, as the candidate's device sent it. Q
// names a question: its number on the form or its version, as the caller
// keeps it. (Epoch, Seq) is unique within an attempt.
type Event[Q comparable] struct {
	Epoch    int
	Seq      int64
	Question Q
	Value    Answer
	Clear    bool // the candidate emptied the answer on purpose; Value is ignored
}

// Winners folds the events of one attempt into its script: per question the
// event of the highest (epoch, seq) wins. Order and repetition of events mean
// nothing. A blank value without Clear never wins over an answer, so that a
// device which lost its memory cannot wipe what is saved. Questions that were
// never answered, or were cleared last, are absent.
func Winners[Q comparable](events []Event[Q]) map[Q]Answer {
	best := map[Q]Event[Q]{}
	for _, event := range events {
		if event.Value.Blank() && !event.Clear {
			continue
		}
		if held, ok := best[event.Question]; !ok || compare(event, held) > 0 {
			best[event.Question] = event
		}
	}
	script := make(map[Q]Answer, len(best))
	for question, event := range best {
		if !event.Clear {
			script[question] = event.Value.options()
		}
	}
	return script
}

// compare orders events by (epoch, seq). Two different events under one pair
// are impossible in the store; should they meet here all the same, the answer
// decides, so that the result still does not hang on their order.
func compare[Q comparable](a, b Event[Q]) int {
	return cmp.Or(
		cmp.Compare(a.Epoch, b.Epoch),
		cmp.Compare(a.Seq, b.Seq),
		cmp.Compare(clearRank(a), clearRank(b)),
		cmp.Compare(a.Value.String(), b.Value.String()),
	)
}

func clearRank[Q comparable](e Event[Q]) int {
	if e.Clear {
		return 0
	}
	return 1
}
