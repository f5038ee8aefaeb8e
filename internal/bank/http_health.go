package bank

import (
	"context"

	bankapi "jiangxun/internal/bank/api"
	"jiangxun/internal/bank/lint"
	"jiangxun/internal/fault"
	"jiangxun/internal/platform/httpx"
)

func (h handler) GetBankHealth(ctx context.Context, r bankapi.GetBankHealthRequestObject) (bankapi.GetBankHealthResponseObject, error) {
	health, err := h.s.Health(ctx, r.LevelId)
	if err != nil {
		return nil, err
	}
	return bankapi.GetBankHealth200JSONResponse{
		Guide: bankapi.Guide{
			Points: GuidePoints, PerPercent: GuidePerPercent, X: GuideX, Y: GuideY, Z: GuideZ,
			PremiumPoints: GuidePremium, PremiumPerPercent: GuidePremiumPercent,
		},
		Points: bankapi.Importances(health.Points), Unplaced: health.Unplaced,
		Rows: httpx.Each(health.Rows, shapeRowHealth), Elements: httpx.Each(health.Elements, shapePointHealth),
	}, nil
}

func shapeRowHealth(r RowHealth) bankapi.RowHealth {
	return bankapi.RowHealth{
		WeightRowId: r.Row.ID, Group: r.Row.Group, Name: r.Row.Name, Percent: r.Row.Percent, Points: bankapi.Importances(r.Points), WantPoints: r.Want,
		Pools: httpx.Each(r.Pools, func(p PoolState) bankapi.PoolState {
			return bankapi.PoolState{Pool: bankapi.Pool(p.Pool), Usable: p.Usable, Coming: p.Coming, Suspended: p.Suspended, Covered: p.Covered}
		}),
	}
}

func shapePointHealth(p PointHealth) bankapi.PointHealth {
	return bankapi.PointHealth{
		ElementId: p.Element.ID, WeightRowId: p.Element.WeightRowID, Code: p.Element.Path, Name: p.Element.Name, Importance: string(p.Element.Importance),
		Tallies: httpx.Each(p.Tallies, func(t Tally) bankapi.Tally {
			return bankapi.Tally{
				Pool: bankapi.Pool(t.Pool), Type: bankapi.QuestionType(t.Type), Live: t.Live, Trial: t.Trial, Coming: t.Coming, Suspended: t.Suspended,
			}
		}),
	}
}

func (h handler) LintQuestion(ctx context.Context, r bankapi.LintQuestionRequestObject) (bankapi.LintQuestionResponseObject, error) {
	remarks, err := h.s.Lint(ctx, r.LevelId, contentFrom(r.Body.Content), httpx.Value(r.Body.QuestionId))
	if err != nil {
		return nil, err
	}
	return bankapi.LintQuestion200JSONResponse{
		Findings: httpx.Each(remarks.Findings, func(f lint.Finding) bankapi.Finding {
			if f.Params == nil {
				f.Params = fault.Params{}
			}
			return bankapi.Finding{Sub: string(f.Sub), Field: bankapi.FindingField(f.Field), Part: f.Part, Params: f.Params}
		}),
		Similar: httpx.Each(remarks.Similar, func(q Similar) bankapi.Similar {
			return bankapi.Similar{
				QuestionId: q.QuestionID, Pool: bankapi.Pool(q.Pool), State: bankapi.QuestionState(q.State), StemText: q.StemText, Likeness: float32(q.Likeness),
			}
		}),
	}, nil
}

func (h handler) ListEnemies(ctx context.Context, r bankapi.ListEnemiesRequestObject) (bankapi.ListEnemiesResponseObject, error) {
	page := httpx.PageOf(r.Params.Page, r.Params.PageSize)
	list, total, err := h.s.Enemies(ctx, r.LevelId, httpx.Value(r.Params.QuestionId), page.Limit, page.Offset)
	if err != nil {
		return nil, err
	}
	return bankapi.ListEnemies200JSONResponse{Items: httpx.Each(list, shapeEnemySet), Total: total}, nil
}

func (h handler) MakeEnemies(ctx context.Context, r bankapi.MakeEnemiesRequestObject) (bankapi.MakeEnemiesResponseObject, error) {
	set, err := h.s.MakeEnemies(ctx, r.Body.QuestionIds, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return bankapi.MakeEnemies201JSONResponse(shapeEnemySet(set)), nil
}

func (h handler) RemoveEnemies(ctx context.Context, r bankapi.RemoveEnemiesRequestObject) (bankapi.RemoveEnemiesResponseObject, error) {
	return bankapi.RemoveEnemies204Response{}, h.s.Reconcile(ctx, r.SetId)
}

func shapeEnemySet(s EnemySet) bankapi.EnemySet {
	return bankapi.EnemySet{
		Id: s.ID, Reason: s.Reason, ByName: s.By, CreatedAt: s.CreatedAt,
		Members: httpx.Each(s.Members, func(m Member) bankapi.EnemyMember {
			return bankapi.EnemyMember{
				QuestionId: m.QuestionID, Pool: bankapi.Pool(m.Pool), State: bankapi.QuestionState(m.State), Type: bankapi.QuestionType(m.Type), StemText: m.StemText,
			}
		}),
	}
}
