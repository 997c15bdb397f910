export { ColumnMapper } from './ColumnMapper'
export { type Plan, type SurveyChoices, consentOf, surveyDefaults } from './plan'
export { SurveyPart } from './SurveyPart'
