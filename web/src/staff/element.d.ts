// Element Plus's components by their names in templates, so that vue-tsc checks
// them. Its own list is not used: there a table's rows have no type, and a slot
// may not say which it is: `#default="{ row }: { row: Staff }"`.
import type * as el from 'element-plus'

/* eslint-disable @typescript-eslint/no-explicit-any */
interface LooseColumn {
  new (): {
    $props: InstanceType<typeof el.ElTableColumn>['$props']
    $slots: { default?: (p: { row: any; $index: number }) => any; header?: (p: { $index: number }) => any }
  }
}

declare module 'vue' {
  export interface GlobalComponents {
    ElAffix: typeof el.ElAffix
    ElAlert: typeof el.ElAlert
    ElAnchor: typeof el.ElAnchor
    ElAnchorLink: typeof el.ElAnchorLink
    ElAside: typeof el.ElAside
    ElAutoResizer: typeof el.ElAutoResizer
    ElAutocomplete: typeof el.ElAutocomplete
    ElAvatar: typeof el.ElAvatar
    ElAvatarGroup: typeof el.ElAvatarGroup
    ElBacktop: typeof el.ElBacktop
    ElBadge: typeof el.ElBadge
    ElBreadcrumb: typeof el.ElBreadcrumb
    ElBreadcrumbItem: typeof el.ElBreadcrumbItem
    ElButton: typeof el.ElButton
    ElButtonGroup: typeof el.ElButtonGroup
    ElCalendar: typeof el.ElCalendar
    ElCard: typeof el.ElCard
    ElCarousel: typeof el.ElCarousel
    ElCarouselItem: typeof el.ElCarouselItem
    ElCascader: typeof el.ElCascader
    ElCascaderPanel: typeof el.ElCascaderPanel
    ElCheckTag: typeof el.ElCheckTag
    ElCheckbox: typeof el.ElCheckbox
    ElCheckboxButton: typeof el.ElCheckboxButton
    ElCheckboxGroup: typeof el.ElCheckboxGroup
    ElCol: typeof el.ElCol
    ElCollapse: typeof el.ElCollapse
    ElCollapseItem: typeof el.ElCollapseItem
    ElCollapseTransition: typeof el.ElCollapseTransition
    ElColorPicker: typeof el.ElColorPicker
    ElColorPickerPanel: typeof el.ElColorPickerPanel
    ElConfigProvider: typeof el.ElConfigProvider
    ElContainer: typeof el.ElContainer
    ElCountdown: typeof el.ElCountdown
    ElDatePicker: typeof el.ElDatePicker
    ElDatePickerPanel: typeof el.ElDatePickerPanel
    ElDescriptions: typeof el.ElDescriptions
    ElDescriptionsItem: typeof el.ElDescriptionsItem
    ElDialog: typeof el.ElDialog
    ElDivider: typeof el.ElDivider
    ElDrawer: typeof el.ElDrawer
    ElDropdown: typeof el.ElDropdown
    ElDropdownItem: typeof el.ElDropdownItem
    ElDropdownMenu: typeof el.ElDropdownMenu
    ElEmpty: typeof el.ElEmpty
    ElFooter: typeof el.ElFooter
    ElForm: typeof el.ElForm
    ElFormItem: typeof el.ElFormItem
    ElHeader: typeof el.ElHeader
    ElIcon: typeof el.ElIcon
    ElImage: typeof el.ElImage
    ElImageViewer: typeof el.ElImageViewer
    ElInput: typeof el.ElInput
    ElInputNumber: typeof el.ElInputNumber
    ElInputOtp: typeof el.ElInputOtp
    ElInputTag: typeof el.ElInputTag
    ElLink: typeof el.ElLink
    ElMain: typeof el.ElMain
    ElMention: typeof el.ElMention
    ElMenu: typeof el.ElMenu
    ElMenuItem: typeof el.ElMenuItem
    ElMenuItemGroup: typeof el.ElMenuItemGroup
    ElOption: typeof el.ElOption
    ElOptionGroup: typeof el.ElOptionGroup
    ElPageHeader: typeof el.ElPageHeader
    ElPagination: typeof el.ElPagination
    ElPopconfirm: typeof el.ElPopconfirm
    ElPopover: typeof el.ElPopover
    ElPopper: typeof el.ElPopper
    ElProgress: typeof el.ElProgress
    ElRadio: typeof el.ElRadio
    ElRadioButton: typeof el.ElRadioButton
    ElRadioGroup: typeof el.ElRadioGroup
    ElRate: typeof el.ElRate
    ElResult: typeof el.ElResult
    ElRow: typeof el.ElRow
    ElScrollbar: typeof el.ElScrollbar
    ElSegmented: typeof el.ElSegmented
    ElSelect: typeof el.ElSelect
    ElSelectV2: typeof el.ElSelectV2
    ElSkeleton: typeof el.ElSkeleton
    ElSkeletonItem: typeof el.ElSkeletonItem
    ElSlider: typeof el.ElSlider
    ElSpace: typeof el.ElSpace
    ElSplitter: typeof el.ElSplitter
    ElSplitterPanel: typeof el.ElSplitterPanel
    ElStatistic: typeof el.ElStatistic
    ElStep: typeof el.ElStep
    ElSteps: typeof el.ElSteps
    ElSubMenu: typeof el.ElSubMenu
    ElSwitch: typeof el.ElSwitch
    ElTabPane: typeof el.ElTabPane
    ElTable: typeof el.ElTable
    ElTableColumn: LooseColumn
    ElTableV2: typeof el.ElTableV2
    ElTabs: typeof el.ElTabs
    ElTag: typeof el.ElTag
    ElText: typeof el.ElText
    ElTimePicker: typeof el.ElTimePicker
    ElTimeSelect: typeof el.ElTimeSelect
    ElTimeline: typeof el.ElTimeline
    ElTimelineItem: typeof el.ElTimelineItem
    ElTooltip: typeof el.ElTooltip
    ElTour: typeof el.ElTour
    ElTourStep: typeof el.ElTourStep
    ElTransfer: typeof el.ElTransfer
    ElTree: typeof el.ElTree
    ElTreeSelect: typeof el.ElTreeSelect
    ElTreeV2: typeof el.ElTreeV2
    ElUpload: typeof el.ElUpload
    ElWatermark: typeof el.ElWatermark
  }

  export interface GlobalDirectives {
    vLoading: typeof el.ElLoadingDirective
  }
}
