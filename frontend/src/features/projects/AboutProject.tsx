import { Card } from '@/components/Card'
import { useFormat } from '@/lib/format'
import { useText } from '@/lib/i18n'
import styles from './ProjectPage.module.css'
import type { Project } from '@/api/projects'
import { messages } from './messages'
import { periodOf } from './period'

/** What a project wants to understand, for whom, and when. */
export function AboutProject({ project }: { project: Project }) {
  const t = useText(messages)
  const period = periodOf(useFormat(), t, project)
  return (
    <div className={styles.about}>
      <div>
        {!project.goal && <p className={styles.goal}>{t('about.empty')}</p>}
        {project.questions.length > 0 && (
          <>
            <h2 className={styles.heading}>{t('about.questions')}</h2>
            <ol className={styles.questions}>
              {project.questions.map((question) => (
                <li key={question}>{question}</li>
              ))}
            </ol>
          </>
        )}
      </div>
      <Card>
        <dl className={styles.facts}>
          {project.team && <Fact name={t('about.team')} value={project.team} />}
          {period && <Fact name={t('about.period')} value={period} />}
          <Fact name={t('about.access')} value={t(project.access === 'open' ? 'open' : 'form.restricted')} />
        </dl>
      </Card>
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
