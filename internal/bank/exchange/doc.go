// Package exchange is what readers and writers of question files have in
// common: the item that a reader makes of a question and a writer takes, the
// notes on it, the bounds of a file. The formats live in packages below it;
// formats picks among them. Nothing here knows the bank: whether a point
// exists or a question is new is for the room transfer to say.
package exchange
