// How a seat of the live list reads: the age of its last save in words and a tone.
import type { components } from '@/api/gen/invigilation'

type Schemas = components['schemas']
export type Board = Schemas['LiveBoard']
export type LiveSeat = Schemas['LiveSeat']
export type Grant = Schemas['Grant']
export type Incident = Schemas['Incident']
export type IncidentKind = Schemas['IncidentKind']

export interface Age {
  word: string
  tone: 'good' | 'slow' | 'silent' | 'none'
}

/** Nobody changes an answer all the time: five minutes of silence are worth a look. */
const slowAfter = 2 * 60
const silentAfter = 5 * 60

function words(seconds: number): string {
  if (seconds < 60) return `${seconds} 秒前`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} 分钟前`
  return `${Math.floor(seconds / 3600)} 小时前`
}

export function saveAge(seat: LiveSeat, now: number): Age {
  if (seat.state !== 'started') return { word: seat.lastSaveAt ? '已结束' : '—', tone: 'none' }
  const since = seat.lastSaveAt ?? seat.startedAt
  if (!since) return { word: '—', tone: 'none' }
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000))
  const tone = seconds >= silentAfter ? 'silent' : seconds >= slowAfter ? 'slow' : 'good'
  const state = { good: '正常', slow: '稍久', silent: '请查看' }[tone]
  return { word: seat.lastSaveAt ? `${words(seconds)} · ${state}` : `尚未保存 · ${state}`, tone }
}

export const incidentKinds: Record<IncidentKind, string> = {
  device: '设备故障',
  network: '网络故障',
  power: '停电',
  illness: '考生身体不适',
  discipline: '考场秩序',
  misconduct: '违纪违规',
  other: '其他',
}
