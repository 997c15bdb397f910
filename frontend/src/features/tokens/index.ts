export { OwnTokens, ServiceTokens } from './Tokens'
