// A paged list of the server under TanStack Query. The key names it, so that a
// change can say `queryClient.invalidateQueries({ queryKey: ['staff-accounts'] })`.
//
//   const filter = reactive({ text: '' })
//   const list = usePageList('staff-accounts', filter, (query) => ok(api.GET('/api/staff-accounts', { params: { query } })))
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { messageOf } from '@/api/problem'

export interface Page<T> {
  items: T[]
  total: number
}

export type PageQuery<F> = F & { page: number; pageSize: number }

/** Leaves out what is not filled in, as the contracts want it. */
export function withoutEmpty<F extends object>(filter: F): F {
  return Object.fromEntries(Object.entries(filter).filter(([, v]) => v !== '' && v !== undefined && v !== null)) as F
}

export function usePageList<T, F extends object>(
  key: string | readonly unknown[],
  filter: MaybeRefOrGetter<F>,
  fetch: (query: PageQuery<F>) => Promise<Page<T>>,
  size = 20,
) {
  const page = ref(1)
  const pageSize = ref(size)
  const filled = computed(() => withoutEmpty(toValue(filter)))
  const head = typeof key === 'string' ? [key] : key
  const query = useQuery({
    queryKey: computed(() => [...head, filled.value, page.value, pageSize.value]),
    queryFn: () => fetch({ ...filled.value, page: page.value, pageSize: pageSize.value }),
    placeholderData: keepPreviousData,
  })
  watch(() => JSON.stringify(filled.value), () => (page.value = 1))
  watch(query.data, (data) => {
    if (data && data.items.length === 0 && page.value > 1) page.value = Math.max(1, Math.ceil(data.total / pageSize.value))
  })
  return {
    page,
    pageSize,
    items: computed<T[]>(() => query.data.value?.items ?? []),
    total: computed(() => query.data.value?.total ?? 0),
    loading: computed(() => query.isFetching.value),
    /** Sentence, or empty. */
    error: computed(() => (query.error.value ? messageOf(query.error.value) : '')),
    retry: () => void query.refetch(),
  }
}

/** The same for phones: pages that append as the person scrolls. */
export function useEndlessList<T, F extends object>(
  key: string | readonly unknown[],
  filter: MaybeRefOrGetter<F>,
  fetch: (query: PageQuery<F>) => Promise<Page<T>>,
  pageSize = 20,
) {
  const filled = computed(() => withoutEmpty(toValue(filter)))
  const head = typeof key === 'string' ? [key] : key
  const query = useInfiniteQuery({
    queryKey: computed(() => [...head, 'endless', filled.value]),
    queryFn: ({ pageParam }) => fetch({ ...filled.value, page: pageParam, pageSize }),
    initialPageParam: 1,
    getNextPageParam: (last, all) => (all.length * pageSize < last.total ? all.length + 1 : undefined),
  })
  return {
    items: computed<T[]>(() => query.data.value?.pages.flatMap((p) => p.items) ?? []),
    total: computed(() => query.data.value?.pages[0]?.total ?? 0),
    /** First load; later ones show at the list's end. */
    loading: query.isPending,
    loadingMore: query.isFetchingNextPage,
    finished: computed(() => !query.hasNextPage.value),
    error: computed(() => (query.error.value ? messageOf(query.error.value) : '')),
    more: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  }
}
