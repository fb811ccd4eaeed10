import { useId } from 'react';
import type { Offer } from '../../train/plan/recipes/offers';
import { roughDuration } from '../../ui/format';
import { useTrain } from '../stores';

/** Recipes to choose from: what each does, how long it takes, and why it is proposed or cannot be used. */
export function RecipeList() {
  const offers = useTrain((state) => state.offers);
  const followed = useTrain(({ base }) => base.recipe?.name);
  const name = useId();
  const daily = offers.filter(({ recipe }) => recipe.group === undefined);
  const groups = [...new Set(offers.flatMap(({ recipe }) => recipe.group ?? []))];
  return (
    <fieldset className="flex flex-col gap-0.5 p-1.5">
      <legend className="sr-only">Recipe</legend>
      {daily.map((offer) => (
        <RecipeChoice key={offer.recipe.name} offer={offer} group={name} />
      ))}
      {groups.map((group) => {
        const members = offers.filter(({ recipe }) => recipe.group === group);
        return (
          <details key={group} open={members.some(({ recipe }) => recipe.name === followed)}>
            <summary className="cursor-pointer px-1.5 py-1">{group}</summary>
            {members.map((offer) => (
              <RecipeChoice key={offer.recipe.name} offer={offer} group={name} />
            ))}
          </details>
        );
      })}
    </fieldset>
  );
}

function RecipeChoice({ offer: { recipe, refusal, seconds }, group }: { offer: Offer; group: string }) {
  const isFollowed = useTrain(({ base }) => base.recipe?.name === recipe.name);
  const why = useTrain(({ proposal }) => (proposal?.offer.recipe.name === recipe.name ? proposal.why : undefined));
  const choose = useTrain((state) => state.choose);
  const helpId = useId();
  const isRefused = refusal !== undefined;
  return (
    <label
      className={`flex items-start gap-2 rounded-md px-1.5 py-1 ${isFollowed ? 'bg-accent-soft' : isRefused ? '' : 'cursor-pointer hover:bg-sunken'}`}
    >
      <input
        type="radio"
        className="mt-1 accent-accent"
        name={group}
        checked={isFollowed}
        disabled={isRefused}
        aria-labelledby={`${helpId}title`}
        aria-describedby={helpId}
        onChange={() => choose(recipe.name)}
      />
      <span className="min-w-0 flex-1">
        <span id={`${helpId}title`} className="flex flex-wrap items-baseline gap-x-2">
          <span className={`font-medium ${isRefused ? 'text-muted' : ''}`}>{recipe.title}</span>
          {why !== undefined && <span className="rounded-sm bg-accent px-1 text-xs text-accent-text">proposed</span>}
          {seconds !== undefined && <span className="ml-auto text-xs text-muted tabular-nums">{roughDuration(seconds)}</span>}
        </span>
        <span id={helpId} className="block text-xs text-muted">
          {isRefused ? `Not possible here. ${refusal}` : recipe.help}
          {why !== undefined && <span className="mt-0.5 block text-text">{why}</span>}
        </span>
      </span>
    </label>
  );
}
