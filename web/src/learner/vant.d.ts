// Vant's components by their names in templates, so that vue-tsc checks them.
import type * as vant from 'vant'

declare module 'vue' {
  export interface GlobalComponents {
    VanActionBar: typeof vant.ActionBar
    VanActionBarButton: typeof vant.ActionBarButton
    VanActionBarIcon: typeof vant.ActionBarIcon
    VanActionSheet: typeof vant.ActionSheet
    VanBackTop: typeof vant.BackTop
    VanBadge: typeof vant.Badge
    VanButton: typeof vant.Button
    VanCalendar: typeof vant.Calendar
    VanCell: typeof vant.Cell
    VanCellGroup: typeof vant.CellGroup
    VanCheckbox: typeof vant.Checkbox
    VanCheckboxGroup: typeof vant.CheckboxGroup
    VanCircle: typeof vant.Circle
    VanCol: typeof vant.Col
    VanCollapse: typeof vant.Collapse
    VanCollapseItem: typeof vant.CollapseItem
    VanCountDown: typeof vant.CountDown
    VanDatePicker: typeof vant.DatePicker
    VanDialog: typeof vant.Dialog
    VanDivider: typeof vant.Divider
    VanDropdownItem: typeof vant.DropdownItem
    VanDropdownMenu: typeof vant.DropdownMenu
    VanEmpty: typeof vant.Empty
    VanField: typeof vant.Field
    VanFloatingPanel: typeof vant.FloatingPanel
    VanForm: typeof vant.Form
    VanGrid: typeof vant.Grid
    VanGridItem: typeof vant.GridItem
    VanIcon: typeof vant.Icon
    VanImage: typeof vant.Image
    VanLoading: typeof vant.Loading
    VanList: typeof vant.List
    VanNavBar: typeof vant.NavBar
    VanNoticeBar: typeof vant.NoticeBar
    VanNumberKeyboard: typeof vant.NumberKeyboard
    VanOverlay: typeof vant.Overlay
    VanPicker: typeof vant.Picker
    VanPickerGroup: typeof vant.PickerGroup
    VanPopover: typeof vant.Popover
    VanPopup: typeof vant.Popup
    VanProgress: typeof vant.Progress
    VanPullRefresh: typeof vant.PullRefresh
    VanRadio: typeof vant.Radio
    VanRadioGroup: typeof vant.RadioGroup
    VanRow: typeof vant.Row
    VanSearch: typeof vant.Search
    VanSkeleton: typeof vant.Skeleton
    VanSlider: typeof vant.Slider
    VanStep: typeof vant.Step
    VanStepper: typeof vant.Stepper
    VanSteps: typeof vant.Steps
    VanSticky: typeof vant.Sticky
    VanSwipe: typeof vant.Swipe
    VanSwipeCell: typeof vant.SwipeCell
    VanSwipeItem: typeof vant.SwipeItem
    VanSwitch: typeof vant.Switch
    VanTab: typeof vant.Tab
    VanTabbar: typeof vant.Tabbar
    VanTabbarItem: typeof vant.TabbarItem
    VanTabs: typeof vant.Tabs
    VanTag: typeof vant.Tag
    VanTextEllipsis: typeof vant.TextEllipsis
    VanTimePicker: typeof vant.TimePicker
    VanUploader: typeof vant.Uploader
  }
}
