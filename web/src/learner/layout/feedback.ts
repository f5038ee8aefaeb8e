// Short messages and questions, with their styles. Use these, not Vant's own.
import { showConfirmDialog, showToast } from 'vant'
import 'vant/es/dialog/style'
import 'vant/es/toast/style'

export function toast(message: string): void {
  showToast({ message, duration: 2500, wordBreak: 'break-word' })
}

/** Asks before a step that cannot be undone; true when the person agrees. */
export async function confirm(title: string, message: string, yes = '确定'): Promise<boolean> {
  try {
    await showConfirmDialog({ title, message, confirmButtonText: yes, cancelButtonText: '取消', confirmButtonColor: 'var(--primary)' })
    return true
  } catch {
    return false
  }
}
