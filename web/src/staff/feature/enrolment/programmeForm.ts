// A programme as the form holds it: times in China, materials with keys.
import { fromChina, toChina } from '@/shared/format'
import type { Material, Programme, ProgrammeInput } from './useProgrammes'

export interface ProgrammeForm {
  title: string
  levelId: string
  kind: ProgrammeInput['kind']
  places: number
  opensAt: string
  closesAt: string
  description: string
  materials: Material[]
}

/** What programmes usually ask for. */
export const presets: Material[] = [
  { key: 'id_front', name: '身份证人像面', hint: '四角完整，字迹清楚', required: true },
  { key: 'id_back', name: '身份证国徽面', hint: '四角完整，有效期清楚', required: true },
  { key: 'education', name: '学历证书或在读证明', hint: '毕业证书照片，在校生上传学籍证明', required: false },
  { key: 'work_proof', name: '工作年限证明', hint: '单位盖章，或社保缴费记录', required: false },
  { key: 'prior_certificate', name: '原职业技能等级证书', hint: '按“已取得证书”的条件申报时需要', required: false },
  { key: 'title', name: '职称证书', hint: '按“已取得职称”的条件申报时需要', required: false },
  { key: 'application_form', name: '申报表', hint: '本人签名', required: false },
]

const two = (n: number) => String(n).padStart(2, '0')

/** A time of a day in China, some days from now. */
function moment(days: number, time: string, now: Date): string {
  const d = new Date(now.getTime() + 8 * 3600_000 + days * 86_400_000)
  return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())} ${time}`
}

export function blank(now = new Date()): ProgrammeForm {
  return {
    title: '', levelId: '', kind: 'upgrade', places: 40, opensAt: moment(0, '00:00:00', now), closesAt: moment(30, '17:00:00', now), description: '',
    materials: presets.slice(0, 4).map((m) => ({ ...m })),
  }
}

export function formOf(p: Programme): ProgrammeForm {
  const { title, levelId, kind, places, description } = p
  return { title, levelId, kind, places, description, opensAt: toChina(p.opensAt), closesAt: toChina(p.closesAt), materials: p.materials.map((m) => ({ ...m })) }
}

export function inputOf(f: ProgrammeForm): ProgrammeInput {
  return {
    ...f,
    title: f.title.trim(),
    opensAt: fromChina(f.opensAt),
    closesAt: fromChina(f.closesAt),
    materials: f.materials.map((m) => ({ ...m, name: m.name.trim(), hint: m.hint.trim() })),
  }
}

/** A key that no other material of the form has. */
export function freeKey(materials: Material[]): string {
  for (let n = materials.length + 1; ; n++) {
    const key = `material_${n}`
    if (!materials.some((m) => m.key === key)) return key
  }
}
