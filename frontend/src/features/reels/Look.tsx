import { SidePanel } from '@/components/Dialog'
import { ChoiceCards, FormStack, SwitchField } from '@/components/fields'
import { useText } from '@/lib/i18n'
import type { Reel } from './api'
import { changeHead } from './draft'
import type { Editing } from './editing'
import { messages } from './messages'

interface LookProps {
  reel: Reel
  editing: Editing
  opened: boolean
  onClose: () => void
}

const FLAGS = ['captions', 'lower_thirds', 'even_loudness'] as const
const TRANSITIONS = ['cut', 'fade'] as const

/** How all of the reel is shown. */
export function Look({ reel, editing, opened, onClose }: LookProps) {
  const t = useText(messages)
  return (
    <SidePanel title={t('look')} opened={opened} onClose={onClose}>
      <FormStack>
        {FLAGS.map((flag) => (
          <SwitchField
            key={flag}
            label={t(`look.${flag}`)}
            description={t(`look.${flag}.help`)}
            checked={reel[flag]}
            onChange={(event) => editing.edit(changeHead({ [flag]: event.currentTarget.checked }))}
          />
        ))}
        <ChoiceCards
          label={t('look.transition')}
          value={reel.transition}
          options={TRANSITIONS.map((value) => ({
            value,
            label: t(`look.${value}`),
            description: t(`look.${value}.help`),
          }))}
          onChange={(transition) => editing.edit(changeHead({ transition }))}
        />
      </FormStack>
    </SidePanel>
  )
}
