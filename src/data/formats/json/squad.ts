/** SQuAD's nesting (Rajpurkar et al., 2016): articles of paragraphs of questions, each with its answers. */
import { type Fields, isObject } from './fields';

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);

export function isSquad(articles: unknown[]): boolean {
  return articles.length > 0 && articles.every((article) => isObject(article) && Array.isArray(article.paragraphs));
}

/** One record per question: its context, itself, and its answers. */
export function flattenSquad(articles: unknown[]): Fields[] {
  return listOf(articles).flatMap(({ paragraphs }) =>
    listOf(paragraphs).flatMap(({ context, qas }) =>
      // Of a question that cannot be answered, version 2.0 may list what a careless reader would answer.
      listOf(qas).map(({ question, answers, is_impossible }) => ({ context, question, answers: is_impossible === true ? [] : answers })),
    ),
  );
}
