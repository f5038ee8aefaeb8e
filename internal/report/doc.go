// Package report answers the office's questions about the whole year. It reads
// the views that the rooms publish and owns no table.
//
// Invariant: a figure of the funnel counts people, not rows: who applied twice
// to a programme, sat twice or holds two devices is one. The first step alone
// counts visitors (WeChat accounts and browsers), since nobody has said yet who
// they are. Later steps may exceed earlier ones by a few: staff can register
// people who never scanned.
package report
