// Package learning holds the teaching material of a class (学习资料) and how far
// each member has come with it.
//
// A resource is a video, a PDF or a picture: known by its content, measured by
// the server, stored under a random key, streamed. Members of the published
// class may open it; each request asks again whether they are.
//
// Progress is what the server credits, not what a phone says. A video's watched
// seconds are intervals; a person has one watching clock that fills with the
// server's time, so a film played at a hundred times its speed, two films at
// once or a report from the future earn what an honest viewer would have
// earned. A video is completed at 90 percent, a PDF when its last page was
// reached, a picture when it stood open for three seconds.
//
// Invariants:
//   - What was credited never shrinks, and completed stays completed, also when
//     the resource is taken away.
//   - The position is where the person was last, on whichever device.
//   - Credited seconds of all videos of a person never exceed the time that has
//     passed since their first report, plus two seconds.
package learning
