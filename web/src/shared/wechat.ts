// Where the page runs.

/** Inside WeChat itself; WeCom says MicroMessenger too and is something else. */
export function inWeChat(userAgent = navigator.userAgent): boolean {
  return /MicroMessenger/i.test(userAgent) && !/wxwork/i.test(userAgent)
}

/** Starts the silent sign-in; `next` is where WeChat's answer leads. */
export function wechatLoginURL(next: string): string {
  return `/wechat/oauth/start?next=${encodeURIComponent(next)}`
}
