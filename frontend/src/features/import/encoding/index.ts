export { EncodingChooser } from './EncodingChooser'
