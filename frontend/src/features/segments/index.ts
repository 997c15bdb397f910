export { FilterBar } from './FilterBar'
export { type Filter, readFilter, whereOf } from './filter'
