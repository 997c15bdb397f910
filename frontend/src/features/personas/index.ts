export { PersonaNames } from './PersonaNames'
export { PersonaPage } from './PersonaPage'
export { PersonasPage } from './PersonasPage'
export { usePersonasOf } from './api'
