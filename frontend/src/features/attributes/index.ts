export { AttributeFields } from './AttributeFields'
export { AttributesPage } from './AttributesPage'
export { type Attribute, useAttributes } from './api'
export { type Values, useShownValue } from './values'
