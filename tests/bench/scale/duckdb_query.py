"""The benchmark's rules as one DuckDB query, written by hand: CSV in, one CSV out.

    python -m tests.bench.scale.duckdb_query FOLDER OUT

The query knows its data: the day is the first ten characters of a time, and ids are clean. What is written is the columns
of the contacts, the scores in tenths, and the stage; nothing is hashed, explained, or checked.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

QUERY = """
copy (
  with activities as (
    select contact_id, type, url, date '2026-11-01' - cast(occurred_at[:10] as date) as age
    from read_csv('{folder}/activities.csv', all_varchar = true, header = true, delim = ',', quote = '"')
  ), weighted as (
    select *,
      cast(round(1000000 * pow(0.5, age / 30.0)) as integer) as w30,
      cast(round(1000000 * pow(0.5, age / 60.0)) as integer) as w60,
      cast(round(1000000 * pow(0.5, age / 14.0)) as integer) as w14
    from activities where age >= 0
  ), sums as (
    select contact_id,
      sum(w30) filter (type = 'page_view') as visits,
      sum(w30) filter (type = 'page_view' and age <= 90 and contains(url, '/pricing')) as pricing,
      sum(w30) filter (type = 'download') as downloads,
      sum(w60) filter (type = 'webinar') as webinars,
      sum(w60) filter (type = 'event_visit') as met,
      sum(w30) filter (type = 'email_open') as opens,
      sum(w30) filter (type = 'email_click') as clicks,
      sum(w14) filter (type in ('demo_request', 'contact_sales') and age <= 60) as demo
    from weighted group by contact_id
  ), points as (
    select contacts.*,
      case when try_cast(employees as double) < 10 then 0 when try_cast(employees as double) < 250 then 10000
        when try_cast(employees as double) is not null then 20000 else 0 end
      + case when country in ('DE', 'AT', 'CH') then 15000 when country = 'GB' then 5000 else 0 end
      + case when industry in ('Software', 'Machinery', 'Chemicals') then 15000 else 0 end
      + case when regexp_matches(lower(job_title), 'ceo|cto|head of|geschäftsführer|leiter') then 20000 else 0 end
      - case when regexp_matches(lower(job_title), 'student|praktikant') then 30000 else 0 end as fit,
      least((coalesce(visits, 0) * 1500 + 500000) // 1000000, 20000)
      + least((coalesce(pricing, 0) * 6000 + 500000) // 1000000, 24000)
      + (coalesce(downloads, 0) * 8000 + 500000) // 1000000
      + (coalesce(webinars, 0) * 10000 + 500000) // 1000000
      + (coalesce(met, 0) * 12000 + 500000) // 1000000
      + least((coalesce(opens, 0) * 500 + 500000) // 1000000, 8000)
      + least((coalesce(clicks, 0) * 3000 + 500000) // 1000000, 15000)
      + (coalesce(demo, 0) * 40000 + 500000) // 1000000 as engagement,
      (coalesce(demo, 0) * 40000 + 500000) // 1000000 as demo_points
    from read_csv('{folder}/contacts.csv', all_varchar = true, header = true, delim = ',', quote = '"') as contacts
    left join sums using (contact_id)
  ), scores as (
    select *,
      (greatest(least(fit, 70000), 0) + 35) // 70 as lead_fit,
      (least(engagement, 100000) + 50) // 100 as lead_engagement
    from points
  ), totals as (
    select *, (40 * lead_fit + 60 * lead_engagement + 50) // 100 as lead_score from scores
  )
  select * exclude (fit, engagement, demo_points),
    case when lead_score >= 500 and demo_points > 0 then 'sql'
      when lead_score >= 400 and lead_status is distinct from 'rejected' then 'mql' else 'lead' end as lead_stage
  from totals
) to '{out}/duckdb.csv' (header)
"""


def score(folder: Path, out: Path) -> None:
    """Run the query."""
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(QUERY.format(folder=folder, out=out))


if __name__ == "__main__":
    score(Path(sys.argv[1]), Path(sys.argv[2]))
