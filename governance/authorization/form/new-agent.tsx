import { OrganizationChoice } from '@continuum/registries-organization/console';
import { postJson, useAct } from '@continuum/ui-fhir-client';
import { ConfirmedAct } from '@continuum/ui-kit';
import { useText } from '@continuum/ui-language';
import { Autocomplete, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api, useChoices } from '../shown.browser.ts';
import { PersonChoice } from './new-request.tsx';
import { texts } from './texts.ts';

const offices = ['aga', 'tvi', 'avi'] as const;

interface Draft {
  office: (typeof offices)[number];
  organization: string;
  practitioner: string;
  /** As it was typed; undefined: that of the organization. */
  region?: string;
  email: string;
}

const empty: Draft = { office: 'avi', organization: '', practitioner: '', email: '' };

interface FormProps {
  draft: Draft;
  put: (more: Partial<Draft>) => void;
}

/** The territory of an AVI. */
function RegionField({ draft, put }: FormProps) {
  const say = useText(texts);
  const { data } = useChoices(draft.organization);
  return (
    <Autocomplete
      size="md"
      label={say('agent.region')}
      description={say('agent.region.help')}
      data={data?.regions ?? []}
      maxLength={500}
      value={draft.region ?? data?.region ?? ''}
      onChange={region => put({ region })}
    />
  );
}

function Form({ draft, put }: FormProps) {
  const say = useText(texts);
  const { organization } = draft;
  return (
    <Stack gap="sm">
      <Select
        label={say('agent.office')}
        description={say('agent.office.help')}
        allowDeselect={false}
        data={offices.map(office => ({ value: office, label: say(`agent.${office}`) }))}
        value={draft.office}
        onChange={office => put({ office: office as Draft['office'] })}
      />
      <OrganizationChoice
        label={say('organization')}
        value={organization}
        onChange={chosen => put({ organization: chosen, practitioner: '', region: undefined })}
      />
      {organization && (
        <PersonChoice
          {...{ organization, label: say('agent.who'), value: draft.practitioner, required: true }}
          onChange={practitioner => put({ practitioner })}
        />
      )}
      {organization && draft.office === 'avi' && <RegionField draft={draft} put={put} />}
      <TextInput
        type="email"
        label={say('agent.email')}
        required
        value={draft.email}
        onChange={event => put({ email: event.currentTarget.value })}
      />
    </Stack>
  );
}

/** What is sent: without a region, it is that of the organization, and follows the register. */
const toBody = ({ region, ...rest }: Draft) => ({
  ...rest,
  ...(rest.office === 'avi' && region?.trim() && { region: region.trim() }),
});

/** Operations appoint an agent. */
export function NewAgent() {
  const say = useText(texts);
  const [draft, setDraft] = useState(empty);
  const act = useAct(() => postJson(`${api}/agents`, toBody(draft)), [api]);
  return (
    <ConfirmedAct
      kind="begin"
      label={say('agent.new')}
      title={say('agent.new')}
      confirm={say('agent.appoint')}
      act={act}
      done={say('done')}
      onDone={() => setDraft(empty)}
    >
      <Form draft={draft} put={more => setDraft({ ...draft, ...more })} />
    </ConfirmedAct>
  );
}
