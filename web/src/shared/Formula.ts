// One formula. Until KaTeX has come, and where it cannot, the source is shown.
import { defineComponent, h, ref, watch } from 'vue'

export default defineComponent({
  name: 'FormulaText',
  props: { tex: { type: String, required: true }, display: Boolean },
  setup(props) {
    const html = ref('')
    watch(
      () => [props.tex, props.display] as const,
      async ([tex, display]) => {
        const { render } = await import('./katex').catch(() => ({ render: () => '' }))
        if (tex === props.tex) html.value = render(tex, display)
      },
      { immediate: true },
    )
    return () => (html.value ? h('span', { class: 'formula', innerHTML: html.value }) : h('span', { class: 'formula' }, props.tex))
  },
})
