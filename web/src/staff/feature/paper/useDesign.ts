// A blueprint being designed: sections, their sum, what is asked of the papers.
import { computed, reactive, ref } from 'vue'
import { hundredths, score } from '@/shared/format'
import { defaultDemands, filledDemands, fromContract, toContract } from './demands'
import type { Design } from './presets'
import type { Blueprint, BlueprintInput, Demands, Purpose, Section, SectionType } from './usePaper'

export interface DesignSection {
  id: number
  type: SectionType
  title: string
  /** Undefined while the box is empty. */
  count: number | undefined
  /** Points as typed, "0.5". */
  points: string
}

export const fullMark = 10_000

export function useDesign() {
  let ids = 0
  const section = (type: SectionType, count: number | undefined, points: string, title = ''): DesignSection => ({ id: ids++, type, title, count, points })
  const design = reactive({
    levelId: '',
    name: '',
    purpose: 'exam' as Purpose,
    minutes: 90 as number | undefined,
    multipleMode: 'exact' as 'exact' | 'partial',
    sections: [section('single', 80, '1'), section('judge', 20, '1')],
    demands: defaultDemands(),
    /** Papers that are made at a time. */
    forms: 1 as number | undefined,
  })
  const stored = ref('')

  function load(b: Blueprint) {
    Object.assign(design, {
      levelId: b.levelId, name: b.name, purpose: b.purpose, minutes: b.minutes, multipleMode: b.multipleMode,
      sections: b.sections.map((s) => section(s.type, s.count, score(s.scoreHundredths), s.title)),
      demands: fromContract(b.demands),
    })
    stored.value = JSON.stringify(input())
  }
  /** What is in the form is not what was loaded. */
  const changed = computed(() => JSON.stringify(input()) !== stored.value)

  function use(d: Design) {
    design.sections = d.sections.map((x) => section(x.type, x.count, score(x.scoreHundredths)))
    if (d.minutes) design.minutes = d.minutes
  }
  const add = () => design.sections.push(section('multiple', 10, '1'))
  const remove = (at: number) => design.sections.splice(at, 1)
  function move(at: number, by: -1 | 1) {
    const [s] = design.sections.splice(at, 1)
    if (s) design.sections.splice(at + by, 0, s)
  }

  const worth = (s: DesignSection) => (hundredths(s.points) ?? 0) * (s.count ?? 0)
  const total = computed(() => design.sections.reduce((n, s) => n + worth(s), 0))
  const count = computed(() => design.sections.reduce((n, s) => n + (s.count ?? 0), 0))

  const sections = computed<Section[]>(() =>
    design.sections.map((s) => ({ type: s.type, title: s.title.trim(), count: s.count ?? 0, scoreHundredths: hundredths(s.points) ?? 0 })),
  )
  const demands = computed<Demands>(() => toContract(design.demands))
  /** Every box holds something that the server could take. */
  const filled = computed(
    () => sections.value.length > 0 && sections.value.every((s) => s.count > 0 && s.count <= 300 && s.scoreHundredths > 0 && s.scoreHundredths <= fullMark) && filledDemands(design.demands),
  )

  const input = (): BlueprintInput => ({
    levelId: design.levelId, name: design.name.trim(), purpose: design.purpose, minutes: design.minutes ?? 0, multipleMode: design.multipleMode, demands: demands.value,
    sections: sections.value,
  })

  return { design, load, use, add, remove, move, worth, total, count, sections, demands, filled, changed, input }
}
