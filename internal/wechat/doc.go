// Package wechat is the door to a WeChat service account: tokened calls, the
// callback that WeChat pushes to, silent sign-in, template messages and scene
// codes. Rooms see plain values and small interfaces, never the SDK.
//
// The SDK serves as a codec alone (signature, AES envelope, CDATA). Its server
// loop, caches, token handles and HTTP client are not used: they share state
// without locks, keep a dead token until its time runs out, accept plaintext
// in safe mode and put the account's secret into error texts.
//
// Invariants:
//   - Only hosts of WeChat are called (or the simulator's address), redirects
//     are never followed, a call takes at most eight seconds, answers are
//     capped. No error text holds a secret, a token or a code.
//   - One access token per account is shared by all nodes through Redis. A
//     token that WeChat calls dead is deleted if it is still the stored one,
//     and the call is repeated once.
//   - The callback runs in safe mode alone. Anything that is not encrypted,
//     signed twice and fresh (five minutes) is refused. A push runs once: its
//     repetitions get the first run's reply. A push that could not be handled
//     is answered 500, so that WeChat brings it again.
//   - An open id is believed only when it comes out of a code exchange or an
//     encrypted push.
//
// Not built yet: signing for the JS-SDK, downloads of media, subscription
// notices, scan login on a PC, two AES keys during a rotation.
package wechat
