import { OrganizationChoice } from '@continuum/registries-organization/console';
import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmedAct, DateField } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../shown.browser.ts';
import { PersonChoice } from './new-request.tsx';
import { texts } from './texts.ts';

interface Draft {
  organization: string;
  practitioner: string;
  designatedBy: string;
  designatedOn: string;
  email: string;
}

const empty = (designatedOn: string): Draft => ({
  ...{ organization: '', practitioner: '', designatedBy: '', designatedOn, email: '' },
});

function Form({ draft, put }: { draft: Draft; put: (more: Partial<Draft>) => void }) {
  const say = useText(texts);
  const { organization } = draft;
  return (
    <Stack gap="sm">
      <OrganizationChoice
        label={say('organization')}
        value={organization}
        onChange={chosen => put({ organization: chosen, practitioner: '', designatedBy: '' })}
      />
      {organization && (
        <>
          <PersonChoice
            {...{ organization, label: say('designation.who'), value: draft.practitioner, required: true }}
            onChange={practitioner => put({ practitioner })}
          />
          <PersonChoice
            {...{ organization, label: say('designation.by'), value: draft.designatedBy }}
            onChange={designatedBy => put({ designatedBy })}
          />
        </>
      )}
      <DateField
        label={say('designation.on')}
        required
        value={draft.designatedOn}
        onChange={designatedOn => put({ designatedOn })}
      />
      <TextInput
        type="email"
        label={say('designation.email')}
        required
        value={draft.email}
        onChange={event => put({ email: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** Operations register the designation of a GAA. */
export function NewDesignation() {
  const say = useText(texts);
  const [draft, setDraft] = useState(() => empty(new Date().toLocaleDateString('en-CA')));
  const act = useAct(() => {
    const { designatedBy, ...rest } = draft;
    return postJson(`${api}/designations`, { ...rest, ...(designatedBy && { designatedBy }) });
  }, [api]);
  return (
    <ConfirmedAct
      kind="begin"
      label={say('designation.new')}
      title={say('designation.new')}
      confirm={say('event.designate')}
      act={act}
      done={say('done')}
      onDone={() => setDraft(empty(draft.designatedOn))}
    >
      <Form draft={draft} put={more => setDraft({ ...draft, ...more })} />
    </ConfirmedAct>
  );
}
