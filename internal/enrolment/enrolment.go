package enrolment

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
)

// Kind is a kind of training.
type Kind string

// The kinds of training that the college offers.
const (
	Employment     Kind = "employment"     // 就业技能培训
	Upgrade        Kind = "upgrade"        // 技能提升培训
	Transfer       Kind = "transfer"       // 转岗转业培训
	Senior         Kind = "senior"         // 高技能人才培训
	Startup        Kind = "startup"        // 创业培训
	PreJob         Kind = "pre_job"        // 企业岗前培训
	Apprenticeship Kind = "apprenticeship" // 新型学徒制培训
)

// ProgrammeState says whether a programme takes applications.
type ProgrammeState string

// The states of a programme.
const (
	ProgrammeDraft  ProgrammeState = "draft"
	ProgrammeOpen   ProgrammeState = "open"
	ProgrammeClosed ProgrammeState = "closed"
)

// Programme is a training project (培训项目) that people apply for.
type Programme struct {
	ID           uuid.UUID
	Slug         string
	Title        string
	LevelID      uuid.UUID
	Kind         Kind
	Places       int
	OpensAt      time.Time
	ClosesAt     time.Time
	Description  string
	Materials    []Material
	State        ProgrammeState
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Taken        int // places held: submitted, returned and approved
	Waiting      int // submitted, to be reviewed
	Approved     int
	Applications int // of any state but draft
}

// Material is a document that a programme asks for.
type Material struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Hint     string `json:"hint"`
	Required bool   `json:"required"`
}

// ProgrammeInput is what staff enter.
type ProgrammeInput struct {
	Title       string
	LevelID     uuid.UUID
	Kind        Kind
	Places      int
	OpensAt     time.Time
	ClosesAt    time.Time
	Description string
	Materials   []Material
}

var materialKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`)

func (in ProgrammeInput) clean() (ProgrammeInput, error) {
	in.Title, in.Description = learner.PlainLine(in.Title), learner.PlainText(in.Description)
	if in.Title == "" {
		return in, fault.InvalidFields(fault.Field{Name: "title", Sub: subTitleMissing})
	}
	if !in.OpensAt.Before(in.ClosesAt) {
		return in, fault.InvalidFields(fault.Field{Name: "closesAt", Sub: subWindow})
	}
	seen := map[string]bool{}
	materials := make([]Material, len(in.Materials))
	for i, m := range in.Materials {
		at := "materials." + strconv.Itoa(i)
		m.Name, m.Hint = learner.PlainLine(m.Name), learner.PlainLine(m.Hint)
		if !materialKey.MatchString(m.Key) || seen[m.Key] {
			return in, fault.InvalidFields(fault.Field{Name: at + ".key", Sub: subMaterialKey})
		}
		if m.Name == "" {
			return in, fault.InvalidFields(fault.Field{Name: at + ".name", Sub: subMaterialName})
		}
		seen[m.Key] = true
		materials[i] = m
	}
	in.Materials = materials
	return in, nil
}

// takes tells whether an application may be handed in now, places apart.
func (p Programme) takes(now time.Time) error {
	switch {
	case p.State != ProgrammeOpen:
		return fault.New(fault.Conflict, subNotOpen)
	case now.Before(p.OpensAt):
		return fault.New(fault.Conflict, subNotYet)
	case !now.Before(p.ClosesAt):
		return fault.New(fault.Conflict, subOver)
	}
	return nil
}

// Phase is how a programme stands for somebody who looks at it.
type Phase string

// The phases.
const (
	PhaseNotYet Phase = "not_yet"
	PhaseOpen   Phase = "open"
	PhaseFull   Phase = "full"
	PhaseOver   Phase = "over"
)

// Phase tells how the programme stands now.
func (p Programme) Phase(now time.Time) Phase {
	switch {
	case p.State != ProgrammeOpen, !now.Before(p.ClosesAt):
		return PhaseOver
	case now.Before(p.OpensAt):
		return PhaseNotYet
	case p.Taken >= p.Places:
		return PhaseFull
	}
	return PhaseOpen
}

func (p Programme) material(key string) (Material, bool) {
	for _, m := range p.Materials {
		if m.Key == key {
			return m, true
		}
	}
	return Material{}, false
}

// Poster is a programme's QR code for one channel (a street, an employer, a
// fair), so that scans can be told apart.
type Poster struct {
	ID          uuid.UUID
	ProgrammeID uuid.UUID
	Channel     string
	Code        string // in the page's address, ?ch=
	QRText      string // what the code holds
	WeChat      bool   // a code of the service account
	CreatedAt   time.Time
	Scans       int
	Started     int // applications begun through it
}

const scenePrefix = "p_"

// Scene is what WeChat pushes when the poster is scanned.
func (p Poster) Scene() string { return scenePrefix + p.Code }

// State is where an application stands.
type State string

// The states of an application.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Returned  State = "returned"
	Approved  State = "approved"
	Rejected  State = "rejected"
	Withdrawn State = "withdrawn"
)

// Application is one person's for one programme.
type Application struct {
	ID           uuid.UUID
	ProgrammeID  uuid.UUID
	Programme    Programme // without counts
	AccountID    uuid.UUID
	LevelID      uuid.UUID
	State        State
	ClauseKey    string
	PersonName   string   // as submitted
	Snapshot     Snapshot // as submitted; zero before
	Round        int      // how often it was submitted
	Version      int
	Reason       string // of the last decision on the whole
	ClaimedBy    uuid.UUID
	ClaimedUntil time.Time
	CreatedAt    time.Time
	UpdatedAt    time.Time
	SubmittedAt  time.Time
	DecidedAt    time.Time
	Items        []Item
	Files        []File
}

// Snapshot is what an application says about the person, as it was submitted.
type Snapshot struct {
	Name             string `json:"name"`
	NameRare         bool   `json:"nameRare"`
	IDType           string `json:"idType"`
	IDSealed         []byte `json:"idSealed"`
	IDMasked         string `json:"idMasked"`
	Sex              string `json:"sex"`
	BirthDate        string `json:"birthDate"`
	Ethnic           string `json:"ethnic"`
	Education        string `json:"education"`
	Source           string `json:"source"`
	Employer         string `json:"employer"`
	WorkYears        int    `json:"workYears"`
	PriorOccupation  string `json:"priorOccupation"`
	PriorCertificate string `json:"priorCertificate"`
	Address          string `json:"address"`
	Email            string `json:"email"`
	PhoneSealed      []byte `json:"phoneSealed"`
	PhoneMasked      string `json:"phoneMasked"`
	PhotoKey         string `json:"photoKey"`
	Clause           Clause `json:"clause"`
}

// The items of a review that every application has; each material is one more.
const (
	ItemIdentity   = string(learner.Identity)
	ItemBackground = string(learner.Background)
	ItemContact    = string(learner.Contact)
	ItemClause     = "clause"
	ItemPhoto      = string(learner.Photo)
	materialPrefix = "material."
)

// MaterialItem is the item of a material.
func MaterialItem(key string) string { return materialPrefix + key }

// materialOf gives the material that an item stands for; ok is false for the
// items that every application has.
func (p Programme) materialOf(item string) (Material, bool) {
	key, ok := strings.CutPrefix(item, materialPrefix)
	if !ok {
		return Material{}, false
	}
	return p.material(key)
}

// ItemKeys lists the items of a programme's applications, in the order of the
// form.
func (p Programme) ItemKeys() []string {
	keys := []string{ItemIdentity, ItemBackground, ItemContact, ItemClause, ItemPhoto}
	for _, m := range p.Materials {
		keys = append(keys, MaterialItem(m.Key))
	}
	return keys
}

// ItemState is a reviewer's judgement of one item.
type ItemState string

// The states of an item.
const (
	ItemPending  ItemState = "pending"
	ItemPassed   ItemState = "passed"
	ItemReturned ItemState = "returned"
)

// Item is one thing that a review judges. Before is what was there when it was
// last returned.
type Item struct {
	Key    string
	State  ItemState
	Reason string
	Before *Snapshot
}

func (a Application) item(key string) Item {
	for _, i := range a.Items {
		if i.Key == key {
			return i
		}
	}
	return Item{Key: key, State: ItemPending}
}

// editable tells whether the trainee may change an item now.
func (a Application) editable(key string) bool {
	switch a.State {
	case Draft:
		return true
	case Returned:
		return a.item(key).State == ItemReturned
	}
	return false
}

func (a Application) checkEditable(key string) error {
	if a.State != Draft && a.State != Returned {
		return fault.New(fault.Conflict, subClosedForEdit)
	}
	if !a.editable(key) {
		return fault.New(fault.Conflict, subItemClosed)
	}
	return nil
}

// Editable lists the items that the trainee may change now.
func (a Application) Editable() []string {
	return slices.DeleteFunc(a.Programme.ItemKeys(), func(key string) bool { return !a.editable(key) })
}

// File is one uploaded page or document. Removed ones stay when they were
// submitted once.
type File struct {
	ID          uuid.UUID
	Material    string
	Name        string
	ContentType string
	Size        int64
	Key         string
	Round       int // in which it was first submitted; 0: not yet
	UploadedAt  time.Time
	RemovedAt   time.Time
}

func (a Application) filesOf(material string) []File {
	var out []File
	for _, f := range a.Files {
		if f.Material == material && f.RemovedAt.IsZero() {
			out = append(out, f)
		}
	}
	return out
}

const (
	maxFilesPerMaterial = 6
	maxFileName         = 120
)

// fileName makes a name that can be shown, out of whatever was sent: the last
// piece of a path, one line, at most 120 characters with the ending kept.
func fileName(raw, extension string) string {
	if at := strings.LastIndexAny(raw, `/\`); at >= 0 {
		raw = raw[at+1:]
	}
	name := strings.TrimLeft(learner.PlainLine(raw), ". ")
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		name = name[:dot]
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, name)
	if name == "" {
		name = "文件"
	}
	if r := []rune(name); len(r) > maxFileName-len(extension) {
		name = string(r[:maxFileName-len(extension)])
	}
	return name + extension
}

// Action is what happened to an application.
type Action string

// The actions that leave a review row.
const (
	ActionSubmit   Action = "submit"
	ActionApprove  Action = "approve"
	ActionReturn   Action = "return"
	ActionReject   Action = "reject"
	ActionWithdraw Action = "withdraw"
)

// Review is one row of an application's history.
type Review struct {
	ID        uuid.UUID
	Round     int
	Action    Action
	Reason    string
	Items     []ItemJudgement
	ActorName string
	At        time.Time
}

// ItemJudgement is a decision on one item. A returned one has a reason.
type ItemJudgement struct {
	Key    string    `json:"key"`
	State  ItemState `json:"state"`
	Reason string    `json:"reason"`
}

// Decision is a reviewer's on a whole application; Version is the one that the
// reviewer saw.
type Decision struct {
	Action  Action // approve, return or reject
	Version int
	Reason  string
	Items   []ItemJudgement
}

func (d Decision) clean(p Programme) (Decision, error) {
	d.Reason = learner.PlainText(d.Reason)
	known := p.ItemKeys()
	items := make([]ItemJudgement, len(d.Items))
	returned := 0
	for i, j := range d.Items {
		j.Reason = learner.PlainText(j.Reason)
		at := "items." + strconv.Itoa(i)
		if !slices.Contains(known, j.Key) {
			return d, fault.InvalidFields(fault.Field{Name: at + ".key", Sub: subUnknownItem})
		}
		if j.State == ItemReturned {
			returned++
			if j.Reason == "" {
				return d, fault.InvalidFields(fault.Field{Name: at + ".reason", Sub: subReasonMissing})
			}
		} else {
			j.Reason = ""
		}
		items[i] = j
	}
	d.Items = items
	switch {
	case d.Action == ActionReturn && returned == 0:
		return d, fault.New(fault.Invalid, subNoReturned)
	case d.Action == ActionReject && d.Reason == "":
		return d, fault.InvalidFields(fault.Field{Name: "reason", Sub: subReasonMissing})
	case d.Action == ActionApprove && returned > 0:
		return d, fault.InvalidFields(fault.Field{Name: "items", Sub: subReturnedItem})
	}
	return d, nil
}

// after gives the state that a decision leads to.
func (d Decision) after() State {
	switch d.Action {
	case ActionApprove:
		return Approved
	case ActionReturn:
		return Returned
	default:
		return Rejected
	}
}

// heldGroups are the groups of a profile that a person's applications rest on:
// all but those that some review has returned.
func heldGroups(living []Application) []learner.Group {
	rests := false
	open := map[string]bool{}
	for _, a := range living {
		rests = rests || a.State == Submitted || a.State == Returned || a.State == Approved
		if a.State != Returned {
			continue
		}
		for _, i := range a.Items {
			if i.State == ItemReturned {
				open[i.Key] = true
			}
		}
	}
	if !rests {
		return nil
	}
	var held []learner.Group
	for _, g := range []learner.Group{learner.Identity, learner.Background, learner.Photo} {
		if !open[string(g)] {
			held = append(held, g)
		}
	}
	return held
}
