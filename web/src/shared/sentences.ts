// Every refusal of the server as a sentence for people: sub-code → Chinese, with
// {placeholders} filled from the reply's params. One block per room, alphabetical
// within; a test holds this file against the Go sources, both ways. Say what is
// wrong and what to do; no codes, no blame.

export type Params = Record<string, unknown>

const sentences: Record<string, string> = {
  // — the page itself —
  network: '网络不通，请检查网络后重试。',
  unknown: '操作没有成功，请稍后再试。',

  // — the door (platform/httpx, fault) —
  body_too_large: '提交的内容太大，请缩小后再试。',
  content_type: '不支持这种内容格式，请刷新页面后重试。',
  cross_site: '请求来自其他网站，已拒绝。请从本站页面操作。',
  'field.choice': '请从给出的选项中选择。',
  'field.format': '格式不正确，请检查后重新填写。',
  'field.required': '请填写此项。',
  'field.too_few': '至少需要 {min} 项。',
  'field.too_large': '不能大于 {max}。',
  'field.too_long': '不能超过 {max} 个字。',
  'field.too_many': '最多 {max} 项。',
  'field.too_short': '至少需要 {min} 个字。',
  'field.too_small': '不能小于 {min}。',
  'field.type': '格式不正确，请检查后重新填写。',
  forbidden: '您没有这项操作的权限，如有需要请联系系统管理员。',
  internal: '系统出了点问题，请稍后再试。如果一直这样，请联系管理员。',
  invalid_fields: '有内容需要修改，请看标红的提示。',
  json: '提交的内容无法读取，请刷新页面后重试。',
  no_file: '请选择要上传的文件。',
  no_method: '不支持这项操作，请刷新页面后重试。',
  no_route: '没有找到请求的内容，请刷新页面后重试。',
  not_found: '没有找到这{noun}，可能已被删除，或者您无权查看。',
  sign_in: '请先登录。',
  unavailable: '系统繁忙，请稍后再试。',
  unknown_field: '页面版本已过期，请刷新后重试。',

  // — attempt —
  'attempt.answers_missing': '还有 {count} 道题的答案没有传到服务器，正在重新上传，请稍候再交卷。',
  'attempt.busy': '服务器繁忙，答案已保存在本机，会自动重新上传。',
  'attempt.clear_with_value': '清空答案时不能同时选择选项，请重新作答这道题。',
  'attempt.closed': '本场考试已经交卷，不能再修改答案。',
  'attempt.deadline_passed': '考试时间已到，不能再修改答案。',
  'attempt.grant_length': '延长的时间应为 1 到 {max} 分钟。',
  'attempt.grant_nobody': '没有正在作答的考生，无需延长时间。',
  'attempt.grant_reason': '请填写延长时间的原因。',
  'attempt.lease_moved': '本场考试已在另一个页面或另一台设备上继续，本页不能再保存答案。',
  'attempt.option_unknown': '选项不在这道题中，请刷新页面后重新作答。',
  'attempt.question_unknown': '试卷中没有这道题，请刷新页面后重新作答。',
  'attempt.seq_taken': '答案编号重复，正在重新上传。',
  'attempt.still_open': '考试还没有结束，或成绩正在生成，请稍后再看。',
  'attempt.too_early': '还没到可以交卷的时间，请在 {minutes} 分钟后再交卷。',
  'attempt.too_fast': '操作太频繁，请稍等片刻，答案会自动重新上传。',
  'attempt.window_over': '考试时间已经结束，不能再进入。',

  // — bank —
  'bank.cell_long': '内容太长，最多 {limit} 个字。',
  'bank.difficulty': '难度请填 1 到 5 的整数，或易、较易、中等、较难、难。',
  'bank.duplicate': '题库中已有完全相同的试题。',
  'bank.element_ambiguous': '有多个鉴定点与此对应，请填写完整的鉴定点代码。',
  'bank.element_missing': '请选择这道题对应的鉴定点。',
  'bank.element_not_point': '这是鉴定范围，请选择它下面的鉴定点。',
  'bank.element_unknown': '在本级别的细目表中找不到这个鉴定点，请核对代码。',
  'bank.external_taken': '这个试题编号已被另一道题使用，请改编号或留空。',
  'bank.file_active': '文件含有宏或引用了其他文件，请另存为不含宏的 .xlsx 后再上传。',
  'bank.file_empty': '文件里没有试题，请检查后重新上传。',
  'bank.file_form': '文件无法读取，请上传 .xlsx 工作簿或 CSV 文件。',
  'bank.file_header': '没有找到表头行，请使用模板填写。',
  'bank.file_old': '这是旧版 .xls 或加密的工作簿，请另存为不加密的 .xlsx 后再上传。',
  'bank.file_rows': '试题太多，一次最多导入 {limit} 行，请分成几个文件。',
  'bank.file_too_large': '文件超过 {limit} MB，请分成几个文件导入。',
  'bank.import_changed': '题库在预览之后有变化，请重新上传文件预览。',
  'bank.key_date': '答案“{answer}”被表格软件当成了日期，请把该列设为文本后重填。',
  'bank.key_missing': '请填写正确答案。',
  'bank.key_too_few': '多项选择题至少要有两个正确选项。',
  'bank.key_too_many': '这种题型只能有一个正确答案。',
  'bank.key_unknown': '答案不在选项之中，请核对。',
  'bank.key_unread': '看不懂答案“{answer}”，请用选项字母或“对、错”填写。',
  'bank.nothing_changed': '内容没有变化，不需要保存。',
  'bank.option_beyond': '选项超出了允许的个数。',
  'bank.option_count': '选项个数不符合这种题型的要求。',
  'bank.option_empty': '选项内容不能为空。',
  'bank.option_gap': '选项之间有空缺，请按 A、B、C 的顺序填写。',
  'bank.option_same': '有两个选项内容相同，请修改其中一个。',
  'bank.other_key': '题库中有相同的题干，但答案不同，请核对。',
  'bank.other_pool': '相同的试题已在另一个题库用途中。',
  'bank.picture_form': '图片无法读取，请上传 PNG 或 JPEG 图片。',
  'bank.picture_size': '图片大小不合适：不超过 5 MB、4000 万像素，边长不小于 8 像素。',
  'bank.picture_unknown': '没有找到题中引用的图片，请重新上传。',
  'bank.pool_unknown': '题库用途请填“考试”或“练习”。',
  'bank.reason_missing': '请填写原因。',
  'bank.row_repeated': '与文件中第 {line} 行重复。',
  'bank.rows_rejected': '有 {count} 行有错误。请改正后重新上传，或选择只导入没有错误的行。',
  'bank.state_change': '试题的当前状态不能这样操作，请刷新后查看。',
  'bank.stem_missing': '请填写题干。',
  'bank.stem_repeated': '题库中有非常相似的题干，请确认不是重复的试题。',
  'bank.too_long': '内容太长，请缩短后再保存。',
  'bank.too_many_pictures': '图片太多，请减少后再保存。',
  'bank.type_missing': '请选择题型。',
  'bank.type_unknown': '不认识这种题型，请填单选题、多选题或判断题。',
  'bank.version_behind': '这道题刚被别人修改过，请刷新后在最新版本上修改。',

  // — body —
  'body.no_seal': '还没有上传印章图片。',
  'body.photo_range': '照片大小的上限必须大于下限。',
  'body.prefix_form': '证书编号前缀应为 13 位：第 1 位是字母 Y 或 S，后 12 位是数字。',
  'body.seal_form': '图片无法使用，请上传 PNG 或 JPEG 图片，长宽各不少于 100 像素，不超过 2 MB。',

  // — certificate —

  // — cohort —
  'cohort.below_members': '人数上限不能少于现有学员 {members} 人。',
  'cohort.completed': '这个班已经结业，不能再修改。',
  'cohort.date_kept': '班级已发布，请保留开班日期。',
  'cohort.day': '日期不正确，请重新选择。',
  'cohort.days': '结束日期不能早于开班日期，填写结束日期前请先填写开班日期。',
  'cohort.full': '班级只剩 {free} 个名额，请减少人数或提高人数上限。',
  'cohort.lesson_time': '下课时间必须晚于上课时间。',
  'cohort.many_lessons': '一个班的课程最多 {max} 节，请先删除不需要的。',
  'cohort.name_missing': '请填写名称。',
  'cohort.name_taken': '这个项目里已经有同名的班级，请换一个名称。',
  'cohort.no_date': '请先填写开班日期，再发布班级。',
  'cohort.no_group_qr': '还没有上传班级群二维码。',
  'cohort.no_members': '班里还没有学员，请先添加学员，再发布班级。',
  'cohort.not_approved': '所选人员中有人的报名没有通过审核，或不属于这个项目，请刷新名单后重新选择。',
  'cohort.not_planned': '只能向还没有发布的班级自动分班，请重新选择班级。',
  'cohort.not_published': '班级还没有发布，不能结业。',
  'cohort.other_class': '请选择同一个项目的另一个班级。',
  'cohort.picture': '无法识别这张图片，请上传 JPG 或 PNG 图片，长宽各不少于 120 像素，不超过 5 MB。',
  'cohort.placed': '所选人员中有人已经在班里，请刷新名单后重新选择。',
  'cohort.plan_changed': '名单或名额刚刚有变化，请重新预览后再确认。',
  'cohort.reason_missing': '请填写原因。',
  'cohort.scoped': '您只能管理指定的班级，如需新建班级，请联系教务人员。',
  'cohort.teacher': '请选择在职的教师。',

  // — enrolment —
  'enrolment.cannot_withdraw': '现在不能撤回报名，如有需要请联系学院。',
  'enrolment.channel_missing': '请填写投放渠道的名称。',
  'enrolment.channel_taken': '这个渠道已经有海报，请换一个名称。',
  'enrolment.clause_unknown': '请从列出的申报条件中选择一条。',
  'enrolment.closed_for_edit': '报名已提交或已结束，现在不能修改。',
  'enrolment.decided': '这份报名刚刚有变化（可能已被其他审核员处理，或学员已撤回），请刷新后查看。',
  'enrolment.file_active': '文件里含有脚本或附件，请另存为普通 PDF 后再上传。',
  'enrolment.file_count': '每项材料最多上传 {max} 个文件，请先删除不需要的。',
  'enrolment.file_form': '文件无法识别，请上传 JPG、PNG 图片或 PDF 文件。',
  'enrolment.file_pixels': '图片尺寸太大，请缩小后再上传。',
  'enrolment.file_size': '文件太大，请上传 10 MB 以内的文件。',
  'enrolment.fixed': '已有人报名，职业等级、培训类别和材料清单不能再修改。',
  'enrolment.full': '名额已满，暂时不能报名。',
  'enrolment.item_closed': '这一项没有被退回，不能修改。',
  'enrolment.item_missing': '这一项还没有填写或上传。',
  'enrolment.item_unchanged': '被退回的内容还没有修改，请按退回原因修改后再提交。',
  'enrolment.material_key': '材料代号有误或重复，请删除后重新添加。',
  'enrolment.material_name': '请填写材料名称。',
  'enrolment.no_returned_item': '请至少选择一项需要退回的内容，并写明原因。',
  'enrolment.not_open': '这个培训项目现在不接受报名。',
  'enrolment.not_yet': '报名还没有开始，请在报名时间内再来。',
  'enrolment.over': '报名时间已过。',
  'enrolment.places_below': '名额不能少于已占用的 {taken} 个。',
  'enrolment.reason_missing': '请写明原因，让学员知道怎样修改。',
  'enrolment.returned_item': '有内容被标为退回，不能通过。请改为退回，或把这些内容改为合格。',
  'enrolment.terms_changed': '承诺书或同意书刚刚更新，请重新阅读后再提交。',
  'enrolment.terms_missing': '请先阅读并同意。',
  'enrolment.title_missing': '请填写项目名称。',
  'enrolment.unknown_item': '页面内容已过期，请刷新后重试。',
  'enrolment.window': '报名结束时间必须晚于开始时间。',

  // — exam —
  'exam.attempts_open': '还有 {open} 人正在作答，系统会在各人的截止时间自动收卷，请稍后再结束场次。',
  'exam.batch_full': '本年度的批次号已用完，请联系系统管理员。',
  'exam.capacity_short_skill': '技能考核的座位不够：需要 {needed} 个，现有 {capacity} 个，还差 {missing} 个。请增加考场或调整容量后再安排。',
  'exam.capacity_short_theory': '理论考试的座位不够：需要 {needed} 个，现有 {capacity} 个，还差 {missing} 个。请增加考场或调整容量后再安排。',
  'exam.class_level': '所选班级中有不属于本计划职业等级的，请重新选择。',
  'exam.entry_early': '还没有到入场时间，暂时不能签到。',
  'exam.entry_late': '已超过迟到截止时间，不能再签到。',
  'exam.entry_open': '已到考生入场时间，不能再撤回发布。',
  'exam.form_level': '这份试卷不属于本计划的职业等级，请重新选择。',
  'exam.form_missing': '还有理论场次没有选择试卷，请选好后再发布。',
  'exam.form_purpose': '这是模拟考试的试卷，正式考试请选择认定考试试卷。',
  'exam.form_skill': '技能考核场次不使用理论试卷，请去掉试卷。',
  'exam.form_unknown': '没有找到这份试卷，请重新选择。',
  'exam.no_candidates': '还没有考生，请先从培训班添加考生。',
  'exam.no_paper': '这个科目不在系统上作答，请按准考证到现场参加。',
  'exam.no_sessions': '还没有场次，请先添加场次和考场。',
  'exam.not_checked_in': '还没有签到，请先向监考员出示准考证签到。',
  'exam.not_drafted': '计划已发布，不能再修改。如需修改，请先撤回发布。',
  'exam.not_open_yet': '还没有到开考时间，请稍候。',
  'exam.not_published': '这项考试还没有发布。',
  'exam.not_undoable': '考生已开始考试或场次已结束，不能撤销签到。',
  'exam.pledge_needed': '请先阅读并接受诚信承诺书。',
  'exam.reason_needed': '已经安排过座位和准考证号，重新安排请填写原因。',
  'exam.room_twice': '考场名称重复，请改为不同的名称。',
  'exam.seats_missing': '还有 {missing} 名考生没有座位，请先安排座位。',
  'exam.session_finished': '这个场次已经结束。',
  'exam.session_not_begun': '还没有到开考时间，不能结束场次。',
  'exam.session_past': '有场次的迟到截止时间已过，请修改场次时间后再发布。',
  'exam.ticket_other_session': '这张准考证不是本场次或本考场的，请核对准考证上的时间和考场。',
  'exam.ticket_overflow': '准考证号的位数不够：数值 {value} 超过了 {digits} 位，请调整准考证号规则。',
  'exam.ticket_pattern': '准考证号规则不正确，只能由数字和 YYYY、batch、site、room、seat 几种占位符组成。',
  'exam.ticket_pattern_part': '准考证号规则必须包含年份、批次、考场和座位，否则号码会重复。',
  'exam.ticket_taken': '准考证号与已有的号码重复，请调整准考证号规则。',
  'exam.ticket_unknown': '没有找到这个准考证号，请核对后重新输入。',
  'exam.too_late': '已超过迟到截止时间，不能再进入考试。',

  // — identity —
  'identity.code_too_many': '获取验证码的次数太多，请一小时后再试。',
  'identity.code_too_soon': '刚刚发送过验证码，请 {seconds} 秒后再试。',
  'identity.code_wrong': '验证码不正确或已过期，请核对或重新获取。',
  'identity.current_wrong': '当前密码不正确。',
  'identity.inactive': '这个账号已停用，如有疑问请联系学院。',
  'identity.last_administrator': '这是最后一位系统管理员，请先任命另一位。',
  'identity.locked': '密码连续输错多次，账号暂时锁定，请 {minutes} 分钟后再试。',
  'identity.own_roles': '不能更改自己的角色或停用自己，请由另一位管理员操作。',
  'identity.password_same': '新密码不能与当前密码相同。',
  'identity.phone_form': '请填写 11 位手机号码。',
  'identity.sign_in': '登录已过期，请重新登录。',
  'identity.unknown_role': '没有这个角色，请重新选择。',
  'identity.username_taken': '这个用户名已被使用，请换一个。',
  'identity.weak_password': '密码太简单：至少 {min} 位，大写字母、小写字母、数字、符号中至少包含三种。',
  'identity.wechat_taken': '这个微信已绑定另一个手机号，请用原来的手机号登录。',
  'identity.wrong_password': '用户名或密码不正确。',

  // — invigilation —
  'invigilation.minutes': '补时请填 1 到 60 分钟。',
  'invigilation.nobody_chosen': '请选择要补时的考生。',
  'invigilation.nobody_writing': '所选考生都不在作答中，不能补时。',
  'invigilation.reason': '请填写原因或情况说明。',

  // — learner —
  'learner.birth_date': '出生日期不正确，请检查。',
  'learner.birth_date_mismatch': '出生日期与证件号码不一致，请核对。',
  'learner.choice': '请从给出的选项中选择。',
  'learner.email_form': '电子邮箱格式不正确，请检查；没有可以不填。',
  'learner.held': '这些内容已提交审核，现在不能修改。如需更正，请联系学院。',
  'learner.id_area': '号码与所选的证件类型不一致，请核对证件类型。',
  'learner.id_birth_date': '证件号码中的出生日期不存在，请核对。',
  'learner.id_checksum': '证件号码有误，请逐位核对，尤其是最后一位。',
  'learner.id_form': '证件号码中有不应出现的字符，请核对。',
  'learner.id_kind': '请选择证件类型。',
  'learner.id_length': '证件号码位数不对，应为 18 位，请核对。',
  'learner.id_taken': '这个证件号码已被另一个账号使用。请用原来的手机号登录，或联系学院处理。',
  'learner.name_form': '姓名请填写证件上的汉字或字母，不要包含数字和其他符号。',
  'learner.name_rare': '姓名里有系统字库暂缺的字。如果确实是这个字，可以照常提交，打印证书时由工作人员处理。',
  'learner.no_photo': '还没有上传照片。',
  'learner.photo_aspect': '照片的长宽比例不对，请使用竖版证件照（宽与高约为 3 比 4）。',
  'learner.photo_form': '照片无法识别，请上传 JPG 或 PNG 格式的照片。',
  'learner.photo_kb': '照片不够清晰或过于复杂，处理后应为 {minKB}–{maxKB} KB，请换一张清晰的证件照。',
  'learner.photo_pixels': '照片尺寸太大，请缩小后再上传。',
  'learner.photo_size': '照片文件太大，请上传 10 MB 以内的照片。',
  'learner.photo_small': '照片太小，至少需要 {minWidth}×{minHeight} 像素，请换一张更清晰的。',
  'learner.sex_mismatch': '性别与证件号码不一致，请核对。',

  // — learning —
  'learning.class_completed': '这个班已经结业，不能再添加学习资料。',
  'learning.codec': '手机可能播放不了这个视频，请转换为 H.264 编码的 MP4 文件后再上传。',
  'learning.damaged': '文件不完整或已损坏，请检查后重新上传。',
  'learning.encrypted': '这份 PDF 设有密码，请取消密码后再上传。',
  'learning.file_kind': '不支持这种文件，请上传 MP4 或 WebM 视频、PDF 文件、JPG 或 PNG 图片。',
  'learning.many_resources': '一个班最多 {max} 份学习资料，请先删除不需要的。',
  'learning.no_length': '读不出视频的时长，请重新导出为普通的 MP4 文件后再上传。',
  'learning.order': '学习资料刚刚有变化，请刷新后重新排序。',
  'learning.picture': '无法识别这张图片，请上传 JPG 或 PNG 图片，不超过 20 MB。',
  'learning.title_missing': '请填写资料名称。',
  'learning.too_large': '文件太大，不能超过 {mb} MB。',
  'learning.too_long': '内容太长：视频最长 6 小时，PDF 最多 2000 页。',

  // — notify —

  // — paper —

  // — paper —
  'paper.blueprint_used': '已经用这份蓝图生成过试卷，不能再改用途，请新建一份蓝图。',
  'paper.form_count': '一次可以生成 1 到 {max} 份试卷。',
  'paper.minutes': '考试时长请填 1 到 600 分钟。',
  'paper.name_missing': '请填写名称，不超过 60 个字。',
  'paper.name_taken': '本级别已有同名的蓝图，请换一个名称。',
  'paper.no_exact_split': '这样的大题组合无法同时满足权重表的每一行，请调整题量或分值。',
  'paper.no_weights': '本级别还没有完整的理论知识权重表，请先在标准库中填写。',
  'paper.not_ready': '这份蓝图还是草稿：总分要等于 100 分，并且能符合权重表，才能组卷。',
  'paper.row_divisible': '权重表中“{row}”应占 {want} 分，用现在的题量和分值凑不出来，请调整分值。',
  'paper.section_count': '题量请填 1 到 {max}。',
  'paper.section_score': '每题分值请填 0.01 到 100 分。',
  'paper.section_type': '请选择题型。',
  'paper.sections': '请设置 1 到 {max} 个大题。',
  'paper.shortfall': '题库试题不足（共 {cells} 处）：{row}{type}需要 {needed} 题，现有 {have} 题。请先补充试题。',
  'paper.too_complex': '组合太复杂，没有找到符合权重表的分配，请减少大题或调整分值。',
  'paper.total_differs': '各大题合计 {got} 分，应为 {want} 分。',

  // — practice —

  // — ranking —

  // — report —

  // — result —

  // — sms (platform/sms) —
  'sms.disabled': '短信服务尚未开通，请联系学院。',

  // — standard —
  'standard.code_form': '职业编码的格式为 6-18-01-01 这样的四段数字。',
  'standard.edition_exists': '这个职业已有同名的标准版本。',
  'standard.element_code': '代码请用 1 到 6 位大写字母或数字。',
  'standard.element_depth': '层级太深，鉴定范围最多四级。',
  'standard.element_exists': '同一位置已有这个代码，请换一个。',
  'standard.element_parent': '鉴定点下面不能再添加内容。',
  'standard.element_row': '请选择它所属的理论权重行。',
  'standard.element_used': '它下面还有内容或已有试题，不能删除。',
  'standard.importance': '鉴定点要选重要程度，鉴定范围不需要。',
  'standard.level_code': '请选择一级到五级中的一个。',
  'standard.level_exists': '这个版本已有相同的方向和等级。',
  'standard.minutes': '时间超出了允许的范围。',
  'standard.name_missing': '请填写名称。',
  'standard.occupation_exists': '这个职业编码已经存在。',
  'standard.weight_name': '表中有两行都叫“{name}”，请改成不同的名称。',
  'standard.weight_percent': '权重请填 1 到 100 的整数。',
  'standard.weight_row_used': '“{name}”下面已有鉴定点，不能删除这一行。',
  'standard.weight_sum': '权重合计应为 100，现在是 {sum}。',

  // — wechat —
  'wechat.unavailable': '微信服务暂时无法连接，请稍后再试。',
}

// Nouns of fault.NotFoundf, as they read after “没有找到这”.
const nouns: Record<string, string> = {
  account: '个账号',
  application: '份报名',
  attempt: '场考试',
  blueprint: '份蓝图',
  candidate: '名考生',
  class: '个班级',
  edition: '个标准版本',
  element: '条鉴定要素',
  file: '个文件',
  form: '份试卷',
  import: '次导入',
  lesson: '节课',
  level: '个等级',
  material: '项材料',
  member: '名学员',
  notice: '条消息',
  occupation: '个职业',
  page: '个页面',
  picture: '张图片',
  plan: '个认定计划',
  poster: '张海报',
  profile: '份资料',
  programme: '个培训项目',
  question: '道试题',
  resource: '份学习资料',
  room: '个考场',
  seat: '个座位',
  session: '个场次',
}

/** The sentence of a sub-code, or undefined for an unknown one. */
export function sentence(sub: string, params: Params): string | undefined {
  return sentences[sub]?.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    return value === undefined || value === null ? '' : String(value)
  })
}

/** A noun of the server in Chinese, with its measure word. */
export function nounOf(noun: string): string {
  return nouns[noun] ?? '项内容'
}

/** For the test that compares this file with the Go sources. */
export const declared = { subs: Object.keys(sentences), nouns: Object.keys(nouns) }
