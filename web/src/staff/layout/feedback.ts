// Short messages and questions, with their styles. Use these, not Element Plus's own.
import { ElMessage, ElMessageBox } from 'element-plus'
import 'element-plus/es/components/message/style/css'
import 'element-plus/es/components/message-box/style/css'

export function done(message: string): void {
  ElMessage({ message, type: 'success', duration: 2500 })
}

export function failed(message: string): void {
  ElMessage({ message, type: 'error', duration: 5000, showClose: true })
}

/** Asks before a step that cannot be undone; true when the person agrees. */
export async function confirm(title: string, message: string, yes = '确定'): Promise<boolean> {
  try {
    await ElMessageBox.confirm(message, title, { confirmButtonText: yes, cancelButtonText: '取消', type: 'warning', autofocus: false })
    return true
  } catch {
    return false
  }
}

/** Asks for a reason; undefined when the person turns back. */
export async function askReason(title: string, message: string, yes = '确定'): Promise<string | undefined> {
  try {
    const { value } = await ElMessageBox.prompt(message, title, {
      confirmButtonText: yes,
      cancelButtonText: '取消',
      inputType: 'textarea',
      inputValidator: (text) => (text?.trim() ? true : '请填写原因。'),
    })
    return value.trim()
  } catch {
    return undefined
  }
}
