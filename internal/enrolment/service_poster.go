package enrolment

import (
	"context"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"jiangxun/internal/audit"
	"jiangxun/internal/clock"
	"jiangxun/internal/fault"
	"jiangxun/internal/learner"
	"jiangxun/internal/platform/httpx"
	"jiangxun/internal/platform/postgres"
	"jiangxun/internal/platform/qr"
)

// CreatePoster makes a programme's code for a channel. With a service account
// it is a code of WeChat, else it holds the page's own address. WeChat out of
// reach is fault.Unavailable, and nothing is made.
func (s *Service) CreatePoster(ctx context.Context, programmeID uuid.UUID, channel string) (Poster, error) {
	if channel = learner.PlainLine(channel); channel == "" {
		return Poster{}, fault.InvalidFields(fault.Field{Name: "channel", Sub: subChannelMissing})
	}
	programme, err := s.VisibleProgramme(ctx, programmeID)
	if err != nil {
		return Poster{}, err
	}
	if _, taken, err := s.store.findPoster(ctx, s.db, posterFilter{Programme: programmeID, Channel: channel}); err != nil || taken {
		if taken {
			err = fault.InvalidFields(fault.Field{Name: "channel", Sub: subChannelTaken})
		}
		return Poster{}, err
	}
	now := s.clock.Now()
	p := Poster{ID: uuid.Must(uuid.NewV7()), ProgrammeID: programmeID, Channel: channel, Code: randomCode(), CreatedAt: now}
	p.QRText = s.publicURL + pagePath(programme.Slug, p.Code, "")
	if s.scenes != nil {
		// Outside of the transaction: a call to another house holds no lock of ours.
		if p.QRText, err = s.scenes.CreateSceneCode(ctx, p.Scene()); err != nil {
			return Poster{}, err
		}
		p.WeChat = true
	}
	err = postgres.InTx(ctx, s.db, func(tx postgres.Tx) error {
		if err := s.store.insertPoster(ctx, tx, p); err != nil {
			return err
		}
		return s.audit.Write(ctx, tx, now, audit.Entry{Action: "enrolment.create_poster", Object: "poster", ObjectID: p.ID, After: p})
	})
	return p, err
}

// Posters lists a programme's posters in the order in which they were made.
func (s *Service) Posters(ctx context.Context, programmeID uuid.UUID) ([]Poster, error) {
	if _, err := s.VisibleProgramme(ctx, programmeID); err != nil {
		return nil, err
	}
	return s.store.listPosters(ctx, s.db, posterFilter{Programme: programmeID})
}

// Poster gives one poster and its programme, within the actor's scopes.
func (s *Service) Poster(ctx context.Context, id uuid.UUID) (Poster, Programme, error) {
	p, found, err := s.store.findPoster(ctx, s.db, posterFilter{ID: id})
	if err != nil {
		return Poster{}, Programme{}, err
	}
	if !found {
		return Poster{}, Programme{}, fault.NotFoundf("poster")
	}
	programme, err := s.VisibleProgramme(ctx, p.ProgrammeID)
	if fault.CodeOf(err) == fault.NotFound {
		err = fault.NotFoundf("poster")
	}
	return p, programme, err
}

const qrPixels = 1000

// PosterQR draws a poster's code as a PNG, large enough for print.
func (s *Service) PosterQR(ctx context.Context, id uuid.UUID) ([]byte, error) {
	p, _, err := s.Poster(ctx, id)
	if err != nil {
		return nil, err
	}
	return qr.PNG(p.QRText, qrPixels)
}

// pagePath is the page of a programme; via "wechat" tells it that the visit was
// counted already.
func pagePath(slug, code, via string) string {
	path := "/programmes/" + url.PathEscape(slug)
	q := url.Values{}
	if code != "" {
		q.Set("ch", code)
	}
	if via != "" {
		q.Set("via", via)
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

const (
	sourceWeChat = "wechat"
	sourcePage   = "page"
)

// Visit counts that somebody came to a programme's page from a poster: once a
// day for each visitor, who is known by a keyed hash alone. An unknown code is
// no error: addresses get cut and mistyped.
func (s *Service) Visit(ctx context.Context, slug, code string) error {
	programme, err := s.PublicProgramme(ctx, slug)
	if err != nil {
		return err
	}
	poster, found, err := s.store.findPoster(ctx, s.db, posterFilter{Programme: programme.ID, Code: code})
	if err != nil || !found {
		return err
	}
	client := httpx.ClientOf(ctx)
	return s.scan(ctx, poster, sourcePage, client.IP+"\x00"+client.UserAgent)
}

func (s *Service) scan(ctx context.Context, p Poster, source, visitor string) error {
	now := s.clock.Now()
	return s.store.insertScan(ctx, s.db, p, source, s.box.Index(source+"\x00"+visitor), clock.Day(now), now)
}

// Scanned answers a scan in WeChat and counts it; followed tells that the
// person just followed. Repeating it counts once. A code that leads nowhere
// gets a polite text.
func (s *Service) Scanned(ctx context.Context, scene, openID string, followed bool) (string, error) {
	greeting := ""
	if followed {
		greeting = "您好，欢迎关注！\n"
	}
	code, ours := strings.CutPrefix(scene, scenePrefix)
	if !ours {
		return "", nil
	}
	poster, found, err := s.store.findPoster(ctx, s.db, posterFilter{Code: code})
	if err != nil {
		return "", err
	}
	if !found {
		return greeting + "这个二维码已经失效。\n" + s.link("/", "查看正在报名的培训项目"), nil
	}
	if err := s.scan(ctx, poster, sourceWeChat, openID); err != nil {
		return "", err
	}
	programme, err := s.Programme(ctx, poster.ProgrammeID)
	if err != nil {
		return "", err
	}
	return greeting + s.answer(programme, poster), nil
}

func (s *Service) answer(p Programme, poster Poster) string {
	if p.State == ProgrammeDraft { // posters are printed before the doors open
		return "“" + plainForLink(p.Title) + "”还没有开放报名，请过些日子再扫码。\n" + s.link("/", "查看其他培训项目")
	}
	page := s.link(pagePath(p.Slug, poster.Code, sourceWeChat), "点这里查看并报名")
	switch p.Phase(s.clock.Now()) {
	case PhaseNotYet:
		return "“" + plainForLink(p.Title) + "”将于" + p.OpensAt.In(clock.China).Format("1月2日 15:04") + "开始报名。\n" + page
	case PhaseOpen:
		return "“" + plainForLink(p.Title) + "”正在报名，" + p.ClosesAt.In(clock.China).Format("1月2日 15:04") + "截止。\n" + page
	case PhaseFull:
		return "“" + plainForLink(p.Title) + "”的名额已满。\n" + s.link("/", "查看其他培训项目")
	default:
		return "“" + plainForLink(p.Title) + "”的报名已经结束。\n" + s.link("/", "查看其他培训项目")
	}
}

// link opens a page by way of WeChat's silent sign-in.
func (s *Service) link(path, words string) string {
	return `<a href="` + s.publicURL + "/wechat/oauth/start?next=" + url.QueryEscape(path) + `">` + words + `</a>`
}

// plainForLink keeps a title from being read as a link of its own.
func plainForLink(title string) string {
	return strings.NewReplacer("<", "＜", ">", "＞").Replace(title)
}
