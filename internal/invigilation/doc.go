// Package invigilation is what invigilators see and do while a session is sat:
// the live list, announcements, time grants, incidents, answers that came too
// late, and the room report.
//
// Invariants: looking changes nothing. A grant goes through the attempt room, in
// one transaction with its record here, with minutes and a reason, and only to
// people who are writing. Which sessions and rooms somebody sees is the exam
// room's to say; anything else is not found. Incidents are written once and never
// changed. Late answers are decided through the attempt room, with a reason, only
// of ended sittings, and no more once the results of the plan were checked: the
// result room is asked under a lock that a check must wait for.
//
// Announcements, their recipients and acknowledgements are only added to. Who is
// spoken to is fixed when it is said: everybody chosen who may still read it,
// begun or not. A page hears of one by its pulse, and asks for it by itself.
package invigilation
