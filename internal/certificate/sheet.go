package certificate

import (
	"strings"

	"jiangxun/internal/learner"
	"jiangxun/internal/platform/pdf"
)

// Measures of the sheet, in millimetres. A4 upright, one page.
const (
	sheetLeft    = 32.0
	sheetWidth   = 146.0
	frameOuter   = 12.0
	frameInner   = 14.5
	titleTop     = 34.0
	wordsTop     = 62.0
	fieldsTop    = 92.0
	fieldRow     = 11.5
	fieldLabel   = 36.0
	photoWidth   = 32.0
	photoHeight  = 42.0
	fieldsColumn = sheetWidth - photoWidth - 10
	footTop      = 206.0
	qrSide       = 31.0
	qrQuiet      = 3.0 // the white border of the QR code, set outside of the margin
	sealSide     = 42.0
	hintTop      = 252.0
)

var (
	ink   = pdf.Color{R: 28, G: 32, B: 38}
	quiet = pdf.Color{R: 92, G: 99, B: 108}
	hair  = pdf.Color{R: 196, G: 202, B: 209}
	edge  = pdf.Color{R: 45, G: 74, B: 110}
)

// fullWords is what the sheet says above the fields (the wording of the
// national pattern).
const fullWords = "　　本证书表明持证人已通过本机构组织的职业技能等级认定，具备该职业（工种）相应技能等级水平。"

// notice says what the sheet is and is not.
const notice = "本文件为评价机构打印件，证书效力以全国技能人才评价证书查询系统中的数据为准。"

// Addresses of the national query services for certificates and bodies.
const (
	nationalQuery = "jndj.osta.org.cn"
	bodyQuery     = "pjjg.osta.org.cn"
)

// pictures are what a sheet shows besides type.
type pictures struct {
	photo []byte
	seal  []byte // nil: none
}

// drawSheet draws a certificate on the first page. Everything that a person or
// an office entered is drawn as it stands: nothing in it is ever a template.
func drawSheet(d *pdf.Document, c Certificate, p pictures, verifyBase string) {
	page := d.Page()
	d.Box(frameOuter, frameOuter, page.Width-2*frameOuter, page.Height-2*frameOuter, 0.7, edge)
	d.Box(frameInner, frameInner, page.Width-2*frameInner, page.Height-2*frameInner, 0.2, edge)

	d.Text(0, titleTop, page.Width, "职 业 技 能 等 级 证 书", pdf.Style{Size: 30, Weight: pdf.Bold, Align: pdf.Center, Leading: 1.2, Color: ink})
	d.Text(sheetLeft, wordsTop, sheetWidth, fullWords, pdf.Style{Size: 13, Leading: 1.75, Color: ink})

	drawFields(d, c)
	left := sheetLeft + sheetWidth - photoWidth
	d.Picture(left, fieldsTop, photoWidth, photoHeight, p.photo)
	d.Box(left, fieldsTop, photoWidth, photoHeight, 0.2, hair)

	drawFoot(d, c, p.seal, verifyBase)
}

func drawFields(d *pdf.Document, c Certificate) {
	track := c.Track
	if track == "" {
		track = "--"
	}
	y := fieldsTop
	for i, line := range [][2]string{
		{"姓　　名", c.Name}, {"证件类型", learner.IDTypeName(c.IDType)}, {"证件号码", c.IDNumber.Reveal()}, {"职业名称", c.Occupation},
		{"工种/职业方向", track}, {"职业技能等级", c.LevelName}, {"证书编号", c.Number},
	} {
		width := fieldsColumn
		if i > 3 { // below the photo the line runs on
			width = sheetWidth
		}
		size := 13.0
		weight := pdf.Regular
		if i == 0 {
			size, weight = 15, pdf.Bold
		}
		d.Text(sheetLeft, y+2.2, fieldLabel, line[0], pdf.Style{Size: 11.5, Color: quiet})
		d.FittedText(sheetLeft+fieldLabel, y+(fieldRow-size*0.53)/2-0.4, width-fieldLabel, line[1], pdf.Style{Size: size, Weight: weight, Color: ink})
		d.Line(sheetLeft, y+fieldRow-0.6, sheetLeft+width, y+fieldRow-0.6, 0.15, hair)
		y += fieldRow
	}
}

func drawFoot(d *pdf.Document, c Certificate, seal []byte, verifyBase string) {
	d.QR(sheetLeft-qrQuiet, footTop, qrSide, verifyBase+"/"+c.Code)
	d.Text(sheetLeft-qrQuiet, footTop+qrSide-1, qrSide, "扫码验证", pdf.Style{Size: 9, Align: pdf.Center, Color: quiet})

	left, width := sheetLeft+64, sheetWidth-64
	d.FittedText(left, footTop+8, width, c.BodyName, pdf.Style{Size: 14, Weight: pdf.Bold, Align: pdf.Center, Color: ink})
	d.Text(left, footTop+18.5, width, c.IssuedOn.Format("2006年1月2日"), pdf.Style{Size: 13, Align: pdf.Center, Color: ink})
	if seal != nil {
		d.Picture(left+(width-sealSide)/2, footTop-5, sealSide, sealSide, seal)
	}

	d.Line(sheetLeft, hintTop, sheetLeft+sheetWidth, hintTop, 0.15, hair)
	hints := []string{
		"证书信息查询：" + nationalQuery + "　　评价机构信息查询：" + bodyQuery,
		"本机构证书验证：" + strings.TrimPrefix(strings.TrimPrefix(verifyBase, "https://"), "http://"),
		notice,
	}
	y := hintTop + 2.5
	for _, hint := range hints {
		y += d.Text(sheetLeft, y, sheetWidth, hint, pdf.Style{Size: 9, Leading: 1.65, Color: quiet})
	}
}
