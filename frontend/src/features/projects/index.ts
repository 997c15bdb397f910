export { ProjectPage } from './ProjectPage'
export { ProjectGrid, ProjectsPage } from './ProjectsPage'
