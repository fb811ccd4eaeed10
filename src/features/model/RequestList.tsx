import { groupRequests, requestsInWords } from '../../stores/requestStore';
import { count, megabytes } from '../../ui/format';
import { ScrollArea } from '../../ui/ScrollArea';
import { useRequests } from '../stores';

/** Every request of the visit: in a sentence, by host and purpose, and one by one. */
export function RequestList() {
  const requests = useRequests((state) => state.requests);
  const groups = groupRequests(requests);
  return (
    <section aria-label="Requests of this visit" className="flex flex-col gap-2">
      <h3 className="font-semibold">Requests of this visit</h3>
      <p>{requestsInWords(groups, location.host)}</p>
      {groups.length > 0 && (
        <table className="w-full text-left">
          <thead className="text-muted">
            <tr>
              <th className="font-normal">Host and purpose</th>
              <th className="pl-2 text-right font-normal">Requests</th>
              <th className="pl-2 text-right font-normal">Size</th>
            </tr>
          </thead>
          <tbody className="tabular-nums">
            {groups.map(({ host, purpose, count: made, bytes }) => (
              <tr key={`${host} ${purpose}`} className="border-t border-line align-top">
                <td className="py-0.5 [overflow-wrap:anywhere]">
                  {host === location.host ? 'this page’s host' : host} <span className="text-muted">– {purpose}</span>
                </td>
                <td className="py-0.5 pl-2 text-right">{count(made)}</td>
                <td className="py-0.5 pl-2 text-right whitespace-nowrap">{megabytes(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <details>
        <summary className="cursor-pointer text-muted">All addresses</summary>
        <ScrollArea label="Addresses" className="mt-1 max-h-48">
          <ol className="text-xs">
            {requests.map(({ id, url, passedOnTo }) => (
              <li key={id} className="break-all">
                {url}
                {passedOnTo && <span className="text-muted">, passed on to {passedOnTo}</span>}
              </li>
            ))}
          </ol>
        </ScrollArea>
      </details>
    </section>
  );
}
