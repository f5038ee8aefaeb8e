package learner

import (
	"errors"
	"net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/clock"
	"jiangxun/internal/cnid"
	"jiangxun/internal/fault"
)

// IDType is the type of an identity document.
type IDType = cnid.Kind

// Profile is what is known about a trainee. IDNumber is empty unless it passed
// its checks and is nobody else's; Typed is what the person wrote.
type Profile struct {
	AccountID        uuid.UUID
	Name             string
	NameRare         bool // holds characters that our documents cannot print
	IDType           IDType
	IDNumber         cnid.IDNumber
	Typed            Typed
	Sex              string
	BirthDate        time.Time // a day; zero when unknown
	Ethnic           string
	Education        string
	Source           string
	Address          string
	Employer         string
	Email            string
	WorkYears        int // 0: none or not told
	PriorOccupation  string
	PriorCertificate string
	Phone            cnid.Phone
	PhotoKey         string
	Held             []Group
	Complete         bool
	UpdatedAt        time.Time
}

// Typed is an identity number as somebody wrote it, checked or not.
type Typed string

// String hides all of it.
func (t Typed) String() string { return strings.Repeat("*", len([]rune(t))) }

// GoString hides all of it.
func (t Typed) GoString() string { return t.String() }

// ProfileInput is what the form sends; every field may be empty.
type ProfileInput struct {
	Name             string
	IDType           IDType
	IDNumber         string
	Sex              string    // left empty for 18-digit numbers, which hold it
	BirthDate        time.Time // likewise
	Ethnic           string
	Education        string
	Source           string
	Address          string
	Employer         string
	Email            string
	WorkYears        int
	PriorOccupation  string
	PriorCertificate string
}

// Group is a group of fields that a review passes or returns as one.
type Group string

// The groups.
const (
	Identity   Group = "identity"   // name, document, sex, birth date, ethnic group
	Background Group = "background" // education, source, employer, years, prior occupation and certificate
	Contact    Group = "contact"    // address, e-mail; never held
	Photo      Group = "photo"
)

// GroupOf tells which group a field of the form belongs to, by its JSON name.
func GroupOf(field string) Group {
	switch field {
	case "name", "idType", "idNumber", "sex", "birthDate", "ethnic":
		return Identity
	case "education", "source", "employer", "workYears", "priorOccupation", "priorCertificate":
		return Background
	case "photo":
		return Photo
	}
	return Contact
}

func (in ProfileInput) clean() ProfileInput {
	for _, f := range []*string{&in.Name, &in.Ethnic, &in.Address, &in.Employer, &in.Email, &in.PriorOccupation, &in.PriorCertificate} {
		*f = PlainLine(*f)
	}
	in.Name = middleDots.Replace(in.Name)
	in.IDNumber = PlainLine(in.IDNumber)
	in.WorkYears = max(0, min(in.WorkYears, 70))
	return in
}

// middleDots are the ways in which people write the dot of 买买提·艾力.
var middleDots = strings.NewReplacer("•", "·", "‧", "·", "・", "·", "．", "·", "●", "·")

// apply lays the input over a profile. Number and phone are handled apart.
func (p Profile) apply(in ProfileInput) Profile {
	p.Name, p.IDType, p.Typed = in.Name, in.IDType, Typed(in.IDNumber)
	p.Sex, p.BirthDate, p.Ethnic = in.Sex, in.BirthDate, in.Ethnic
	p.Education, p.Source, p.Employer, p.WorkYears = in.Education, in.Source, in.Employer, in.WorkYears
	p.PriorOccupation, p.PriorCertificate = in.PriorOccupation, in.PriorCertificate
	p.Address, p.Email = in.Address, in.Email
	return p
}

var idFaults = map[error]fault.Sub{
	cnid.ErrKind: subIDKind, cnid.ErrLength: subIDLength, cnid.ErrForm: subIDForm, cnid.ErrChecksum: subIDChecksum,
	cnid.ErrBirthDate: subIDBirthDate, cnid.ErrArea: subIDArea,
}

// number checks the typed number. No number yet is no problem.
func (p Profile) number(now time.Time) (cnid.IDNumber, *fault.Field) {
	if p.Typed == "" || p.IDType == "" {
		return "", nil
	}
	n, err := cnid.ParseIDNumber(p.IDType, string(p.Typed), clock.Day(now))
	for known, sub := range idFaults {
		if errors.Is(err, known) {
			return "", &fault.Field{Name: "idNumber", Sub: sub}
		}
	}
	return n, nil
}

// derive fills birth date and sex from an 18-digit number and reports what was
// entered differently.
func (p Profile) derive(n cnid.IDNumber) (Profile, []fault.Field) {
	var problems []fault.Field
	if born, ok := cnid.BirthDate(p.IDType, n); ok {
		if !p.BirthDate.IsZero() && !p.BirthDate.Equal(born) {
			problems = append(problems, fault.Field{Name: "birthDate", Sub: subBirthDiffers})
		} else {
			p.BirthDate = born
		}
	}
	if sex, ok := cnid.SexOf(p.IDType, n); ok {
		if p.Sex != "" && p.Sex != string(sex) {
			problems = append(problems, fault.Field{Name: "sex", Sub: subSexMismatch})
		} else {
			p.Sex = string(sex)
		}
	}
	return p, problems
}

var nameForm = regexp.MustCompile(`^[\p{L}〇][\p{L}\p{M}〇· .'’-]*$`)

// problems are mistakes in what was entered; an empty field is none. The
// number's own are found by number and derive.
func (p Profile) problems(now time.Time) []fault.Field {
	var out []fault.Field
	add := func(name string, sub fault.Sub) { out = append(out, fault.Field{Name: name, Sub: sub}) }
	if p.Name != "" && (!nameForm.MatchString(p.Name) || len([]rune(p.Name)) < 2) {
		add("name", subNameForm)
	}
	if !p.BirthDate.IsZero() && (p.BirthDate.After(clock.Day(now)) || p.BirthDate.Year() < 1900) {
		add("birthDate", subBirthDate)
	}
	choices := []struct {
		field string
		known bool
	}{
		{"idType", p.IDType == "" || idTypeNames[p.IDType] != ""},
		{"sex", p.Sex == "" || sexNames[p.Sex] != ""},
		{"ethnic", p.Ethnic == "" || slices.Contains(ethnicNames, p.Ethnic)},
		{"education", p.Education == "" || educationNames[p.Education] != ""},
		{"source", p.Source == "" || sourceNames[p.Source] != ""},
	}
	for _, c := range choices {
		if !c.known {
			add(c.field, subChoice)
		}
	}
	if a, err := mail.ParseAddress(p.Email); p.Email != "" && (err != nil || a.Address != p.Email) {
		add("email", subEmailForm)
	}
	return out
}

// Missing lists the required fields that are empty, by JSON name, in the order
// of the form.
func (p Profile) Missing() []string {
	var out []string
	for _, f := range []struct {
		name  string
		empty bool
	}{
		{"name", p.Name == ""}, {"idType", p.IDType == ""}, {"idNumber", p.Typed == ""}, {"sex", p.Sex == ""},
		{"birthDate", p.BirthDate.IsZero()}, {"ethnic", p.Ethnic == ""}, {"education", p.Education == ""},
		{"source", p.Source == ""}, {"address", p.Address == ""}, {"phone", p.Phone == ""}, {"photo", p.PhotoKey == ""},
	} {
		if f.empty {
			out = append(out, f.name)
		}
	}
	return out
}

// changed names the fields in which two profiles differ, by JSON name.
func changed(a, b Profile) []string {
	var out []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"name", a.Name == b.Name}, {"idType", a.IDType == b.IDType}, {"idNumber", a.Typed == b.Typed}, {"sex", a.Sex == b.Sex},
		{"birthDate", a.BirthDate.Equal(b.BirthDate)}, {"ethnic", a.Ethnic == b.Ethnic}, {"education", a.Education == b.Education},
		{"source", a.Source == b.Source}, {"employer", a.Employer == b.Employer}, {"workYears", a.WorkYears == b.WorkYears},
		{"priorOccupation", a.PriorOccupation == b.PriorOccupation}, {"priorCertificate", a.PriorCertificate == b.PriorCertificate},
		{"address", a.Address == b.Address}, {"email", a.Email == b.Email},
	} {
		if !f.same {
			out = append(out, f.name)
		}
	}
	return out
}

// held refuses changes of fields that a review holds.
func (p Profile) checkHeld(fields []string) error {
	var refused []fault.Field
	for _, f := range fields {
		if slices.Contains(p.Held, GroupOf(f)) {
			refused = append(refused, fault.Field{Name: f, Sub: subHeld})
		}
	}
	if len(refused) == 0 {
		return nil
	}
	e := fault.New(fault.Conflict, subHeld)
	e.Fields = refused
	return e
}
