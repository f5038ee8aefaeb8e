import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/staff/login', component: () => import('./pages/LoginPage.vue'), meta: { title: '登录', public: true } },
  { path: '/staff/password', component: () => import('./pages/PasswordPage.vue'), meta: { title: '修改密码', bare: true } },
  { path: '/staff/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: '员工账号', permission: 'identity.read' } },
  { path: '/staff/roles', component: () => import('./pages/RolesPage.vue'), meta: { title: '角色权限', permission: 'identity.read' } },
  { path: '/staff/audit', component: () => import('./pages/AuditPage.vue'), meta: { title: '审计记录', permission: 'audit.read' } },
]
